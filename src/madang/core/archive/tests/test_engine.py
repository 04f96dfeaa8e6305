"""The log engine against independent values, the standards' own examples, and random trees."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.core.archive.engine import checkpoints, leaves, merkle, notes, tiles
from madang.core.archive.engine.canonical import canonical
from madang.core.archive.engine.verification import Fault, verify_log

# The eight entries that the certificate-transparency reference implementations share as test data.
CT_ENTRIES = [bytes.fromhex(text) for text in
              ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIGNER = notes.NoteSigner("example.gov/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
WITNESS = notes.NoteSigner("witness.example/w", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))


def recursive_root(entries: list[bytes]) -> bytes:
    """The definition of RFC 9162 section 2.1.1 written down a second time, without any of our code."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\1" + recursive_root(entries[:k]) + recursive_root(entries[k:])).digest()


def grown(sizes: list[int]) -> dict[str, bytes]:
    """Files of a log that was published at each of these sizes."""
    files: dict[str, bytes] = {}
    size = 0
    for target in sizes:
        files |= tiles.extend(files.get, size, [b"entry %d" % n for n in range(size, target)])
        size = target
    checkpoint = checkpoints.Checkpoint(SIGNER.name, size, merkle.root(tiles.nodes(files.get, size), size))
    files["checkpoint"] = checkpoint.signed(SIGNER).encode()
    return files


def test_roots_equal_those_of_the_certificate_transparency_reference_trees():
    hashes = [merkle.leaf_hash(entry) for entry in CT_ENTRIES]
    assert [merkle.root_of(hashes[:n]).hex() for n in range(1, 9)] == CT_ROOTS
    assert merkle.root_of([]) == hashlib.sha256(b"").digest()


def test_proofs_equal_those_of_the_certificate_transparency_reference_trees():
    node = merkle.nodes_of([merkle.leaf_hash(entry) for entry in CT_ENTRIES])
    assert [h.hex()[:8] for h in merkle.inclusion_proof(node, 0, 8)] == ["96a296d2", "5f083f0a", "6b47aaf2"]
    assert [h.hex()[:8] for h in merkle.consistency_proof(node, 6, 8)] == ["0ebc5d34", "ca854ea1", "d37ee418"]


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_every_proof_verifies_and_every_changed_byte_of_it_fails(entries, data):
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    node, size = merkle.nodes_of(hashes), len(entries)
    root = merkle.root(node, size)
    assert root == recursive_root(entries)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(node, index, size)
    assert merkle.verify_inclusion(proof, index, size, hashes[index], root)
    earlier = data.draw(st.integers(1, size))
    consistency = merkle.consistency_proof(node, earlier, size)
    before = merkle.root(node, earlier)
    assert merkle.verify_consistency(consistency, earlier, size, before, root)

    def spoil(value: bytes) -> bytes:
        at, bit = data.draw(st.integers(0, 31)), data.draw(st.integers(0, 7))
        return value[:at] + bytes([value[at] ^ (1 << bit)]) + value[at + 1 :]

    for at in range(len(proof)):
        assert not merkle.verify_inclusion(
            [*proof[:at], spoil(proof[at]), *proof[at + 1 :]], index, size, hashes[index], root
        )
    for at in range(len(consistency)):
        changed = [*consistency[:at], spoil(consistency[at]), *consistency[at + 1 :]]
        assert not merkle.verify_consistency(changed, earlier, size, before, root)
    assert not merkle.verify_inclusion(proof, index, size, spoil(hashes[index]), root)
    assert not merkle.verify_inclusion([*proof, root], index, size, hashes[index], root)
    assert not merkle.verify_inclusion(proof, index, size, hashes[index], spoil(root))
    assert not merkle.verify_consistency(consistency, earlier, size, spoil(before), root)


def test_tile_paths_are_those_of_the_specification():
    assert tiles.path(0, 1234067) == "tile/0/x001/x234/067"
    assert tiles.path("entries", 0, 5) == "tile/entries/000.p/5"
    # the specification's worked example, a tree of 70,000 entries
    assert [list(tiles.tiles_of(level, 70_000))[-1] for level in range(3)] == [(273, 112), (1, 17), (0, 1)]
    assert [len(list(tiles.tiles_of(level, 70_000))) for level in range(3)] == [274, 2, 1]
    assert (list(tiles.tiles_of(0, 256)), list(tiles.tiles_of(1, 256))) == ([(0, 256)], [(0, 1)])


@given(st.one_of(st.integers(0, 63), st.just("entries")), st.integers(0, 10**12), st.integers(1, 256))
def test_every_tile_path_reads_back(level, index, width):
    assert tiles.parse(tiles.path(level, index, width)) == (level, index, width)


@pytest.mark.parametrize(
    "name", ["tile/0/000.p/256", "tile/0/000.p/0", "tile/00/000", "tile/0/x000/000", "tile/0/../0", "tile/0/٠٠٠"]
)
def test_a_path_no_tile_can_have_is_refused(name):
    assert tiles.parse(name) is None


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=4))
def test_a_log_grown_in_steps_is_the_log_grown_at_once(steps):
    sizes = [sum(steps[: n + 1]) for n in range(len(steps))]
    stepwise, at_once = grown(sizes), grown(sizes[-1:])
    assert {name: stepwise[name] for name in at_once} == at_once
    entries = [b"entry %d" % n for n in range(sizes[-1])]
    assert merkle.root(tiles.nodes(stepwise.get, sizes[-1]), sizes[-1]) == recursive_root(entries)
    assert verify_log(stepwise.get, [SIGNER.verifier], present=stepwise).problems == []


def test_a_log_of_seventy_thousand_entries_has_three_levels_and_is_intact():
    files = grown([70_000])
    assert len(files["tile/2/000.p/1"]) == 32
    assert verify_log(files.get, [SIGNER.verifier]).problems == []


FILES = grown([3, 256, 300, 700])


@settings(deadline=None)
@given(st.data())
def test_any_changed_byte_of_any_file_is_found_and_the_file_named(data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    at = data.draw(st.integers(0, len(FILES[name]) - 1))
    changed = FILES[name][:at] + bytes([FILES[name][at] ^ data.draw(st.integers(1, 255))]) + FILES[name][at + 1 :]
    report = verify_log((FILES | {name: changed}).get, [SIGNER.verifier], present=FILES)
    assert name in {problem.path for problem in report.problems}


@given(st.data())
@settings(deadline=None)
def test_any_missing_file_of_the_current_tree_is_named(data):
    current = [tiles.path(level, *tile) for level in (0, 1) for tile in tiles.tiles_of(level, 700)]
    name = data.draw(st.sampled_from(current))
    report = verify_log({k: v for k, v in FILES.items() if k != name}.get, [SIGNER.verifier])
    assert [(p.fault, p.path) for p in report.problems] == [(Fault.MISSING, name)]


def test_an_altered_entry_is_told_from_an_altered_tile():
    bundle = FILES["tile/entries/001"].replace(b"entry 300", b"entry 3OO")
    (problem,) = verify_log((FILES | {"tile/entries/001": bundle}).get, [SIGNER.verifier]).problems
    assert (problem.fault, problem.index) == (Fault.ENTRY_ALTERED, 300)
    tile = bytes(32) + FILES["tile/0/001"][32:]
    (problem,) = verify_log((FILES | {"tile/0/001": tile}).get, [SIGNER.verifier]).problems
    assert (problem.fault, problem.index) == (Fault.TILE_ALTERED, 256)


def test_a_log_rewritten_and_signed_again_does_not_follow_from_a_checkpoint_kept_before():
    before = grown([300])["checkpoint"].decode()
    assert verify_log(FILES.get, [SIGNER.verifier], earlier=before).problems == []
    forged = tiles.extend({}.get, 0, [b"other %d" % n for n in range(700)])
    root = merkle.root(tiles.nodes(forged.get, 700), 700)
    forged["checkpoint"] = checkpoints.Checkpoint(SIGNER.name, 700, root).signed(SIGNER).encode()
    assert verify_log(forged.get, [SIGNER.verifier]).problems == []
    assert [p.fault for p in verify_log(forged.get, [SIGNER.verifier], earlier=before).problems] == [Fault.REWRITTEN]


def test_the_note_of_the_specification_verifies():
    key = notes.Verifier.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    note = ("This is an example message.\n\n— example.com/foo "
            "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n")  # fmt: skip
    text, signed = notes.verify(note, [key])
    assert (text, signed[0].verifier) == ("This is an example message.\n", key)
    with pytest.raises(notes.NoteError, match="wrong"):
        notes.verify(note.replace("example message", "exemple message"), [key])


def test_a_key_of_another_name_or_a_wrong_id_is_refused():
    vkey = SIGNER.verifier.vkey
    assert notes.Verifier.parse(vkey) == SIGNER.verifier
    with pytest.raises(notes.NoteError, match="id"):
        notes.Verifier.parse(vkey.replace("example.gov", "example.org"))
    for broken in ("", "a+b", "name+00000000+!!", "na me+" + vkey.partition("+")[2]):
        with pytest.raises(notes.NoteError):
            notes.Verifier.parse(broken)


def test_a_cosignature_counts_beside_the_logs_own_signature_and_never_instead_of_it():
    checkpoint = checkpoints.Checkpoint(SIGNER.name, 0, merkle.EMPTY_ROOT)
    witness = WITNESS.cosign(checkpoint.text, 1_790_000_000)
    keys, cosigners = [SIGNER.verifier], [WITNESS.cosigning_verifier]
    opened, signed = checkpoints.open_checkpoint(checkpoint.signed(SIGNER, witness), keys, cosigners)
    assert opened == checkpoint
    assert [(s.verifier.name, s.time) for s in signed] == [(SIGNER.name, None), (WITNESS.name, 1_790_000_000)]
    with pytest.raises(notes.NoteError, match="log itself"):
        checkpoints.open_checkpoint(notes.join(checkpoint.text, [witness]), keys, cosigners)
    with pytest.raises(notes.NoteError, match="no key"):
        checkpoints.open_checkpoint(checkpoint.signed(WITNESS), keys)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
)


@given(JSON)
def test_a_value_has_the_same_canonical_form_beside_a_float_which_takes_the_longer_way(value):
    assert canonical([value, 0.5]) == b"[" + canonical(value) + b",0.5]"


def test_canonical_json_equals_the_example_of_rfc_8785():
    source = json.loads(r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}""")
    assert canonical(source).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    order = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(order)).values()) == [2, 4, 6, 7, 1, 5, 3]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_canonical_numbers_read_back_exactly(number):
    assert float(json.loads(canonical(number))) == number


def test_what_json_cannot_carry_exactly_is_refused():
    for wrong in (2**53, float("nan"), float("inf"), "\ud800"):
        with pytest.raises(ValueError):
            canonical(wrong)
    for wrong in ({1: 2}, {"a": object()}, b"bytes"):
        with pytest.raises(TypeError):
            canonical(wrong)


def test_a_leaf_shows_nothing_of_the_payload_and_binds_all_of_it():
    payload = {"name": "홍길동", "amount": 100_000}
    salt = bytes(32)
    entry = leaves.leaf(
        "decision", "2026-05-01T00:00:00.000000Z", payload, salt, subject_ids=["17"], public={"sha256": "ab"}
    )
    shown = json.loads(entry)
    assert "홍길동".encode() not in entry and b"100000" not in entry and shown["public"] == {"sha256": "ab"}
    assert shown["payload"] == leaves.commitment(salt, "payload", payload)
    assert shown["payload"] != leaves.commitment(salt, "payload", payload | {"amount": 100_001})
    assert shown["payload"] != leaves.commitment(bytes(31) + b"\1", "payload", payload)
    assert shown["subjects"] == [leaves.commitment(salt, "subject", "17")]


def test_a_checkpoint_with_a_sloppy_number_or_root_is_refused():
    root = base64.b64encode(bytes(32)).decode()
    for text in (f"o\n01\n{root}\n", f"o\n-1\n{root}\n", "o\n1\nAAAA\n", f"o\n{root}\n", f"o\n١\n{root}\n"):
        with pytest.raises(notes.NoteError):
            checkpoints.Checkpoint.parse(text)
