"""On whose word two versions of a sentence state it: another source behind the same words is another fact."""

from archive.languages import Lexicon

from .held import Held
from .names import same_name
from .quoted_facts import spoken
from .statements import attribution, plain_source

_STEM = 4  # letters that two forms of one word share
_NEAR = 80  # characters from the beginning of a role to that of the name of who holds it, or back


def attributions(before: str, after: str, lexicon: Lexicon, text: Held) -> list[tuple[str | None, str | None]]:
    """Return the source before and after when they differ; marks alone give words to nobody else.

    `text` is all that both versions say: where it names the mayor, the mayor and the name are one.
    """
    said, says = attribution(before, lexicon), attribution(after, lexicon)
    if said is None or says is None:
        plain, other = plain_source(before, lexicon), plain_source(after, lexicon)
        said, says = (plain, other) if plain and other else (said, says)
    if said == says or spoken(before) == spoken(after):
        return []
    if said and says and (_one_source(said, says, lexicon) or _introduced(said, says, text)):
        return []
    return [(said, says)]


def _one_source(said: str, says: str, lexicon: Lexicon) -> bool:
    """Tell whether two words for a source may mean one: a pronoun, a shared word, a part of a name."""
    one, other = said.casefold().split(), says.casefold().split()
    if any(len(each) == 1 and each[0] in lexicon.pronouns for each in (one, other)):
        return True
    if same_name(tuple(said.split()), tuple(says.split()), lexicon):
        return True
    stems = {word[:_STEM] for word in one} & {word[:_STEM] for word in other}
    return bool(stems) and said.islower() and says.islower()


def _introduced(said: str, says: str, text: Held) -> bool:
    """Tell whether the text itself puts a role beside the name that took its place."""
    if said.islower() == says.islower():
        return False
    role, name = (said, says) if said.islower() else (says, said)
    return text.near(role.split()[-1], name.split()[-1], _NEAR)
