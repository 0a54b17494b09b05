using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace AgentCore.LiteLlm.Tests.Architecture;

/// <summary>
/// Which methods of an assembly call which, read from its code. It holds more calls than are ever made: a call of an interface of the
/// assembly may reach every class that has it.
/// </summary>
internal sealed class CallGraph
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value & 0xFFFF);

    private readonly Assembly _assembly;
    private readonly Dictionary<MethodBase, MethodBase[]> _calls = [];
    private readonly ILookup<MethodBase, MethodBase> _overrides;

    public CallGraph(Assembly assembly)
    {
        _assembly = assembly;
        _overrides = assembly.GetTypes().SelectMany(FindOverrides).ToLookup(o => o.Base, o => o.Own);
    }

    /// <summary>Finds everything that a method may run, in the assembly and just beyond it.</summary>
    public HashSet<MethodBase> ReachableFrom(MethodBase method)
    {
        HashSet<MethodBase> seen = [];
        Stack<MethodBase> open = new([method]);
        while (open.TryPop(out MethodBase? next))
        {
            if (seen.Add(next) && next.Module.Assembly == _assembly)
            {
                foreach (MethodBase called in CallsOf(next))
                {
                    open.Push(called);
                }
            }
        }

        return seen;
    }

    private MethodBase[] CallsOf(MethodBase method)
    {
        if (!_calls.TryGetValue(method, out MethodBase[]? calls))
        {
            // What runs of an async method or an iterator stands in a type of its own.
            Type? machine = method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType;
            IEnumerable<MethodBase> parts = machine is null ? [] : machine.GetMethods(Everything);
            _calls[method] = calls = [.. parts, .. _overrides[method], .. ReadCalls(method), .. ToInitializer(method)];
        }

        return calls;
    }

    private static IEnumerable<MethodBase> ToInitializer(MethodBase method) =>
        method.DeclaringType?.TypeInitializer is { } initializer && method != initializer ? [initializer] : [];

    private static IEnumerable<(MethodBase Base, MethodBase Own)> FindOverrides(Type type)
    {
        if (type.IsInterface)
        {
            yield break;
        }

        foreach (MethodInfo method in type.GetMethods(Everything).Where(m => m.IsVirtual && m.GetBaseDefinition() != m))
        {
            yield return (ToDefinition(method.GetBaseDefinition()), method);
        }

        foreach (InterfaceMapping map in type.ContainsGenericParameters ? [] : type.GetInterfaces().Select(type.GetInterfaceMap))
        {
            foreach ((MethodInfo asked, MethodInfo given) in map.InterfaceMethods.Zip(map.TargetMethods))
            {
                yield return (ToDefinition(asked), ToDefinition(given));
            }
        }
    }

    private static IEnumerable<MethodBase> ReadCalls(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[] ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : [];
        Type[] ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (int at = 0; at < code.Length;)
        {
            int value = code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at];
            OpCode op = OpCodesByValue[value];
            at += op.Size;
            if (op.OperandType is OperandType.InlineMethod && method.Module.ResolveMethod(BitConverter.ToInt32(code, at), ofType, ofMethod) is { } called)
            {
                yield return ToDefinition(called);
            }

            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    // The same method for every type it is made of.
    private static MethodBase ToDefinition(MethodBase method) =>
        method.DeclaringType is { IsConstructedGenericType: true } || method is MethodInfo { IsGenericMethod: true, IsGenericMethodDefinition: false }
            ? method.Module.ResolveMethod(method.MetadataToken)!
            : method;
}
