using CaseStudies.Server.Store;

namespace CaseStudies.Server.Tests.Store;

/// <summary>A retry must make the ids that an earlier version made.</summary>
public sealed class EventIdTests
{
    [Fact]
    public void An_id_is_the_first_half_of_a_hash_of_organisation_command_and_place() => Assert.Equal(
        new("e0a49854-176d-ace7-3d49-d23388075068"), EventIds.ForCommand(new("ysc"), new(new("6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1")), 12));

    [Fact]
    public void The_longest_key_fits() => Assert.NotEqual(
        EventIds.ForCommand(new(new('a', 64)), new(Guid.Empty), int.MaxValue), EventIds.ForCommand(new(new('a', 64)), new(Guid.Empty), int.MaxValue - 1));
}
