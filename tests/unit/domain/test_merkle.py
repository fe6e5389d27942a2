"""RFC 6962: known roots and paths, and what must hold for logs of any size."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.domain.merkle import (
    EMPTY_ROOT,
    Peaks,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

# The entries, roots and paths that Certificate Transparency's own tests use (google/certificate-transparency).
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {  # (index, size): path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old size, new size): proof
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
SIZES = st.integers(1, 40)


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def spoilt(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def test_the_empty_log_has_the_root_the_rfc_gives_it() -> None:
    assert EMPTY_ROOT == hashlib.sha256(b"").digest() == Peaks().root() == root_of([])


def test_leaves_and_nodes_are_hashed_apart() -> None:
    assert leaf_hash(b"ab") == hashlib.sha256(b"\x00ab").digest()
    assert node_hash(b"a", b"b") == hashlib.sha256(b"\x01ab").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_paths_are_the_published_ones(index: int, size: int) -> None:
    assert [node.hex() for node in inclusion_proof(LEAVES[:size], index)] == INCLUSION[index, size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(old: int, new: int) -> None:
    assert [node.hex() for node in consistency_proof(LEAVES[:new], old)] == CONSISTENCY[old, new]


@given(size=SIZES, data=st.data())
def test_every_leaf_can_be_shown_and_no_other(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(leaves, index), root_of(leaves)
    assert verify_inclusion(leaves[index], index, size, proof, root)
    assert not verify_inclusion(spoilt(leaves[index]), index, size, proof, root)
    assert not verify_inclusion(leaves[index], index, size, proof, spoilt(root))
    assert not verify_inclusion(leaves[index], index, size, [*proof, root], root)
    for place in range(len(proof)):
        changed = [spoilt(node) if number == place else node for number, node in enumerate(proof)]
        assert not verify_inclusion(leaves[index], index, size, changed, root)
    if proof:
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], root)
    for other in range(size):
        if other != index:
            assert not verify_inclusion(leaves[index], other, size, proof, root)


@given(old=st.integers(0, 30), more=st.integers(0, 30))
def test_a_log_that_only_grew_proves_it(old: int, more: int) -> None:
    leaves = leaves_of(old + more)
    before, after = root_of(leaves[:old]), root_of(leaves)
    proof = consistency_proof(leaves, old)
    assert verify_consistency(old, before, len(leaves), after, proof)
    assert not verify_consistency(old, spoilt(before), len(leaves), after, proof)
    assert not verify_consistency(old, before, len(leaves), after, [*proof, before])
    if 0 < old < len(leaves):
        assert not verify_consistency(old, before, len(leaves), spoilt(after), proof)
        for place in range(len(proof)):
            changed = [spoilt(node) if number == place else node for number, node in enumerate(proof)]
            assert not verify_consistency(old, before, len(leaves), after, changed)


@given(size=st.integers(2, 30), data=st.data())
def test_a_rewritten_log_cannot_prove_that_it_grew(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    place = data.draw(st.integers(0, old - 1))
    leaves = leaves_of(size)
    rewritten = [spoilt(leaf) if number == place else leaf for number, leaf in enumerate(leaves)]
    proof = consistency_proof(rewritten, old)
    assert not verify_consistency(old, root_of(leaves[:old]), size, root_of(rewritten), proof)


@given(size=st.integers(0, 40))
def test_peaks_survive_being_stored(size: int) -> None:
    leaves = leaves_of(size + 1)
    peaks = Peaks()
    for leaf in leaves[:size]:
        peaks.append(leaf)
    again = Peaks.from_bytes(size, peaks.to_bytes())
    again.append(leaves[size])
    assert again.root() == root_of(leaves)


@pytest.mark.parametrize(("size", "data"), [(3, b"\x00" * 32), (1, b"\x00" * 31), (0, b"\x00" * 32)])
def test_a_head_that_does_not_fit_its_size_is_refused(size: int, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"head|peaks"):
        Peaks.from_bytes(size, data)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_path_to_an_entry_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(leaves_of(3), index)
    assert not verify_inclusion(b"", index, 3, [], b"")


def test_there_is_no_proof_from_a_log_longer_than_this_one() -> None:
    with pytest.raises(ValueError, match="never had"):
        consistency_proof(leaves_of(3), 4)
    assert not verify_consistency(4, b"", 3, b"", [])


def test_proofs_of_the_wrong_length_are_refused() -> None:
    leaves = leaves_of(6)
    before, after = root_of(leaves[:3]), root_of(leaves)
    assert not verify_consistency(3, before, 6, after, [])
    assert not verify_consistency(3, before, 6, after, consistency_proof(leaves, 3)[:-1])
    assert not verify_consistency(6, after, 6, after, [after])
    assert not verify_consistency(0, EMPTY_ROOT, 6, after, [after])
