"""Sealed values, lookups and secrets in files."""

import stat
import threading

import pytest

from backend.kit.keyfile import KeyFileError, read_or_create
from backend.kit.security import KeyRing, Sealer, same_secret


def ring(*lines: str) -> KeyRing:
    return KeyRing.parse("\n".join(lines))


def test_sealed_values_open_again_and_differ_each_time():
    sealer = Sealer(ring(KeyRing.make()))
    first, second = sealer.seal("13900001234", "person.phone"), sealer.seal("13900001234", "person.phone")
    assert first != second
    assert "139" not in first.partition(".")[2][:3]
    assert sealer.open(first, "person.phone") == sealer.open(second, "person.phone") == "13900001234"


def test_purpose_tampering_and_foreign_keys_are_noticed():
    sealer = Sealer(ring(KeyRing.make()))
    sealed = sealer.seal("张三", "person.name")
    key_id, _, data = sealed.partition(".")
    flipped = data[:-6] + ("A" if data[-6] != "A" else "B") + data[-5:]
    for wrong, purpose in (
        (sealed, "person.phone"),
        (f"{key_id}.{flipped}", "person.name"),
        ("", "person.name"),
    ):
        with pytest.raises(ValueError, match="cannot open"):
            sealer.open(wrong, purpose)
    with pytest.raises(ValueError, match="cannot open"):
        Sealer(ring(KeyRing.make())).open(sealed, "person.name")


def test_a_new_first_key_still_reads_and_finds_the_old():
    old, new = KeyRing.make(), KeyRing.make()
    before, after = Sealer(ring(old)), Sealer(ring(new, old))
    assert after.open(before.seal("张三", "person.name"), "person.name") == "张三"
    assert after.digest("1234", "tail") == before.digest("1234", "tail")
    with pytest.raises(ValueError, match="cannot open"):
        before.open(after.seal("张三", "person.name"), "person.name")


@pytest.mark.parametrize("text", ["", "k1", "k1 short", "k1 ***", "k1 " + "A" * 44])
def test_what_is_no_key_file(text):
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        KeyRing.parse(text)


@pytest.mark.parametrize(
    ("given", "same"), [("secret", True), ("secre", False), ("", False), ("密", False), ("\ud800", False)]
)
def test_secrets_are_compared_whatever_is_given(given, same):
    assert same_secret(given, "secret") is same


def test_secret_file_is_made_once_with_mode_600(tmp_path):
    path = tmp_path / "keys" / "a.key"
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: made.append(read_or_create(path, lambda: f"secret {n}")))
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["a.key"]


def test_secret_file_that_others_read_or_that_is_empty_is_refused(tmp_path):
    path = tmp_path / "a.key"
    path.write_text("secret")
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_or_create(path, str)
    path.write_text("")
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="是空的"):
        read_or_create(path, str)
