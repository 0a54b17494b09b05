using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

// Makes an object of any type, with a text of the test's choosing wherever it holds one.
public static class SampleObject
{
    public static object Of(Type type, string text, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type == typeof(object)) { return text; }
        if (type.IsEnum) { return Enum.GetValues(type).GetValue(0); }
        if (type == typeof(bool)) { return true; }
        if (type == typeof(Uri)) { return new Uri("http://sample.example/"); }
        if (type == typeof(JsonElement)) { return JsonDocument.Parse(JsonSerializer.Serialize(new { a = text })).RootElement; }
        if (type == typeof(DateTimeOffset)) { return DateTimeOffset.UnixEpoch; }
        if (type == typeof(TimeSpan)) { return TimeSpan.FromSeconds(1); }
        if (type == typeof(char)) { return 'c'; }
        if (typeof(IConvertible).IsAssignableFrom(type)) { return Convert.ChangeType(1, type); }
        if (typeof(Exception).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type)) { return null; }
        if (type.IsArray) { return Array.CreateInstance(type.GetElementType(), 0); }
        if (type.IsGenericType && type.Name.StartsWith("ImmutableArray")) { return List("ImmutableArray", type.GetGenericArguments(), text, depth); }
        if (type.IsGenericType && type.Name.StartsWith("ImmutableList")) { return List("ImmutableList", type.GetGenericArguments(), text, depth); }
        if (type.IsGenericType && (type.Name.StartsWith("ImmutableDictionary") || type.Name.StartsWith("IReadOnlyDictionary")))
        {
            return Table(type.GetGenericArguments(), text, depth);
        }

        if (type.IsGenericType && type.IsInterface && typeof(IEnumerable).IsAssignableFrom(type))
        {
            Array items = Array.CreateInstance(type.GetGenericArguments()[0], 1);
            items.SetValue(Of(type.GetGenericArguments()[0], text, depth - 1), 0);
            return items;
        }

        if (type.IsAbstract)
        {
            Type made = type.Assembly.GetTypes()
                .Where(t => !t.IsAbstract && !t.ContainsGenericParameters && type.IsAssignableFrom(t)).MinBy(t => t.Name, StringComparer.Ordinal);
            return made is null ? null : Of(made, text, depth);
        }

        return depth <= 0 || type.IsPrimitive || type.IsPointer ? null : Fill(RuntimeHelpers.GetUninitializedObject(type), text, depth);
    }

    // Fields, since not every property can be set, in every base.
    private static object Fill(object made, string text, int depth)
    {
        for (Type type = made.GetType(); type is not null && type != typeof(object) && type.Namespace?.StartsWith("AgentCore") == true; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (Of(field.FieldType, text, depth - 1) is { } value && field.FieldType.IsInstanceOfType(value))
                {
                    field.SetValue(made, value);
                }
            }
        }

        return made;
    }

    private static object List(string name, Type[] of, string text, int depth)
    {
        object item = Of(of[0], text, depth - 1);
        Array items = Array.CreateInstance(of[0], item is null ? 0 : 1);
        if (item is not null) { items.SetValue(item, 0); }
        MethodInfo make = Type.GetType($"System.Collections.Immutable.{name}, System.Collections.Immutable").GetMethods()
            .First(m => m.Name == "CreateRange" && m.GetParameters().Length == 1);
        return make.MakeGenericMethod(of).Invoke(null, new object[] { items });
    }

    private static object Table(Type[] of, string text, int depth)
    {
        IDictionary table = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(of));
        if (Of(of[1], text, depth - 1) is { } value) { table.Add(Of(of[0], text, depth - 1), value); }
        MethodInfo make = Type.GetType("System.Collections.Immutable.ImmutableDictionary, System.Collections.Immutable").GetMethods()
            .First(m => m.Name == "CreateRange" && m.GetParameters().Length == 1);
        return make.MakeGenericMethod(of).Invoke(null, new object[] { table });
    }
}
