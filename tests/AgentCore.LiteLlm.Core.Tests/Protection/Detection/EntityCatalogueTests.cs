using AgentCore.LiteLlm.Protection.Detection;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

public sealed class EntityCatalogueTests
{
    [Theory]
    [InlineData("EMAIL_ADDRESS", EntityCoverage.Patterns)]
    [InlineData("DE_TAX_ID", EntityCoverage.Patterns)]
    [InlineData("MEDICAL_LICENSE", EntityCoverage.Patterns)]
    [InlineData("DATE_TIME", EntityCoverage.PatternsAndModel)]
    [InlineData("PERSON", EntityCoverage.Model)]
    [InlineData("MEDICAL_DISEASE", EntityCoverage.Model)]
    [InlineData("email_address", EntityCoverage.Unknown)]
    [InlineData("", EntityCoverage.Unknown)]
    public void A_name_says_what_can_find_it(string name, EntityCoverage coverage) => Assert.Equal(coverage, EntityCatalogue.CoverageOf(name));

    [Theory]
    [InlineData("en", "UK_NHS", "ES_NIF")]
    [InlineData("es", "ES_NIF", "US_SSN")]
    [InlineData("it", "IT_FISCAL_CODE", "US_SSN")]
    [InlineData("pl", "PL_PESEL", "US_SSN")]
    [InlineData("fr", "EMAIL_ADDRESS", "US_SSN")]
    public void A_language_has_its_default_set(string language, string has, string lacks)
    {
        Assert.Contains(has, EntityCatalogue.DefaultSet(language));
        Assert.DoesNotContain(lacks, EntityCatalogue.DefaultSet(language));
        Assert.Contains("PERSON", EntityCatalogue.DefaultSet(language));
    }

    [Theory]
    [InlineData("CreditCardNumber", "CREDIT_CARD")]
    [InlineData("US_SOCIAL_SECURITY_NUMBER", "US_SSN")]
    [InlineData("EMAIL_ADRESS", "EMAIL_ADDRESS")]
    [InlineData("SHOE_SIZE", null)]
    public void A_likely_name_is_suggested(string written, string? likely) => Assert.Equal(likely, EntityCatalogue.FindLikely(written));
}
