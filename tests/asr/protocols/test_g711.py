"""Against libsndfile's and FFmpeg's codecs, which are independent of ours and of each other."""

import io

import av
import numpy as np
import pytest
import soundfile as sf

from asr.protocols.g711 import Law, decode, encode

EVERY_BYTE = bytes(range(256))
LAWS: list[Law] = ["alaw", "ulaw"]
SUBTYPES = {"alaw": "ALAW", "ulaw": "ULAW"}
CODECS = {"alaw": "pcm_alaw", "ulaw": "pcm_mulaw"}
SAMPLES = np.arange(-32768, 32768, 5, dtype=np.int16)


@pytest.mark.parametrize("law", LAWS)
def test_every_byte_is_the_sample_that_libsndfile_reads(law: Law) -> None:
    theirs, _ = sf.read(
        io.BytesIO(EVERY_BYTE), dtype="int16", samplerate=8000, channels=1, format="RAW", subtype=SUBTYPES[law]
    )
    assert np.array_equal(decode(EVERY_BYTE, law), theirs.astype(np.float32) / 32768)


@pytest.mark.parametrize("law", LAWS)
def test_every_byte_is_the_sample_that_ffmpeg_decodes(law: Law) -> None:
    codec = av.AudioCodecContext.create(CODECS[law], "r")
    codec.sample_rate, codec.layout = 8000, "mono"
    (frame,) = codec.decode(av.Packet(EVERY_BYTE))
    theirs = frame.to_ndarray()[0].astype(np.float32) / 32768
    assert np.array_equal(decode(EVERY_BYTE, law), theirs)


@pytest.mark.parametrize("law", LAWS)
def test_what_is_encoded_is_read_by_libsndfile_as_near_as_the_code_allows(law: Law) -> None:
    coded = encode(SAMPLES.astype(np.float32) / np.float32(32768), law)
    read, _ = sf.read(
        io.BytesIO(coded), dtype="int16", samplerate=8000, channels=1, format="RAW", subtype=SUBTYPES[law]
    )
    levels = np.unique(decode(EVERY_BYTE, law) * 32768)
    nearest = np.abs(SAMPLES[:, None].astype(np.float32) - levels[None, :]).min(axis=1)
    off = np.abs(SAMPLES.astype(np.float32) - read)
    # at the seams of segments the standard's decision value is up to a quarter of a step from the middle
    assert (off <= nearest + np.maximum(np.abs(SAMPLES) / 32.0, 8)).all()
    assert (off == nearest).mean() > 0.9


@pytest.mark.parametrize("law", LAWS)
def test_bytes_survive_both_ways(law: Law) -> None:
    again = encode(decode(EVERY_BYTE, law), law)
    two_zeros = {"alaw": {}, "ulaw": {0x7F: 0xFF}}[law]  # µ-law's negative zero is zero
    assert again == bytes(two_zeros.get(byte, byte) for byte in EVERY_BYTE)


@pytest.mark.parametrize("law", LAWS)
def test_what_is_too_loud_is_clipped_and_nothing_is_nothing(law: Law) -> None:
    loudest = decode(EVERY_BYTE, law).max()
    assert decode(encode(np.array([9.0, -9.0], np.float32), law), law).tolist() == [loudest, -loudest]
    assert (decode(b"", law).size, encode(np.zeros(0, np.float32), law)) == (0, b"")
