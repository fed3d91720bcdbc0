"""A pronoun that speaks goes by who spoke last, if it fits."""

import pytest

from dateline import api

ROWS = [
    # report, the words that are quoted, who said them
    ("“It is late,” said Orla Venn, a baker. “Soldiers shot at us,” she said.", "Soldiers shot", "Orla Venn"),
    ("The village fell, the mayor, Ilse Brandt, said. She said soldiers had burned it.", "soldiers had", "Ilse Brandt"),
    ("Omar Tari denied that he had fled. He told reporters: “I am at home.”", "I am", "Omar Tari"),
    ("The ministry denied the story. “No shot was fired,” it said.", "No shot", "ministry"),
    (
        "The union, through its chairman, Musa Ade, called it a lie. “We were not there,” he said.",
        "We were",
        "Musa Ade",
    ),
    ("The rebels' spokesman, known as Abu Zar, denied it. “We were not there,” he said.", "We were", "Abu Zar"),
]


@pytest.mark.parametrize(("text", "words", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_who_speaks(text: str, words: str, expected: str) -> None:
    reading = api.read_text(text)
    at = text.index(words)
    (said,) = [a for a in reading.attributions if any(c.start <= at < c.end for c in a.content)]
    assert said.source is not None
    mentions = {m.id: m for m in reading.mentions}
    mention = mentions.get(said.source.mention or "")
    chain = {m.text for m in reading.mentions if mention and mention.chain and m.chain == mention.chain}
    names = {mention.text, *chain} if mention else set()
    assert any(expected in n for n in names)
