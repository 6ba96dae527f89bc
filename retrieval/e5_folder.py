"""What stands around the weights of e5 in a sentence-transformers 6 folder: tokenizer, pooling, prompts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

# XLM-R's SentencePiece rules leave the full-width tilde alone ("3～5天") although NFKC would not; a
# private-use character carries it through.
TILDE, CARRIER = "～", "\ue000"
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
MODULES = {
    "": "sentence_transformers.base.modules.transformer.Transformer",
    "1_Pooling": "sentence_transformers.sentence_transformer.modules.pooling.Pooling",
    "2_Normalize": "sentence_transformers.base.modules.normalize.Normalize",
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, and the ids of the special ones."""

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unknown: int


def write_tokenizer(folder: Path, vocabulary: Vocabulary) -> None:
    """`tokenizer.json`: the XLM-R tokenizer (NFKC, metaspace, `<s> … </s>`) with these pieces."""
    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.Replace(TILDE, CARRIER),
            normalizers.NFKC(),
            normalizers.Replace(CARRIER, TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    names = {number: vocabulary.pieces[number][0] for number in (vocabulary.bos, vocabulary.eos)}
    bos, eos = names[vocabulary.bos], names[vocabulary.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    special = sorted({vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unknown})
    tokenizer.add_special_tokens([vocabulary.pieces[number][0] for number in special])
    tokenizer.save(str(folder / "tokenizer.json"))


def write_settings(folder: Path, dimension: int, positions: int, config: Mapping[str, object] | None) -> None:
    """The JSON files that make the folder one of sentence-transformers 6: mean pooling, unit length, prompts.

    `config` is the encoder's own; None where the folder has it already.
    """
    if config is not None:
        _write(folder / "config.json", config)
    names = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"}
    _write(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "TokenizersBackend",
            "backend": "tokenizers",
            "model_max_length": positions,
            **names,
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
    )
    _write_modules(folder, dimension)


def _write_modules(folder: Path, dimension: int) -> None:
    """The encoder, the mean over its tokens, the unit length, and the prompts."""
    text = {"method": "forward", "method_output_name": "last_hidden_state"}
    _write(
        folder / "sentence_bert_config.json",
        {
            "transformer_task": "feature-extraction",
            "modality_config": {"text": text},
            "module_output_name": "token_embeddings",
        },
    )
    _write(
        folder / "1_Pooling" / "config.json",
        {"embedding_dimension": dimension, "pooling_mode": "mean", "include_prompt": True},
    )
    vector = "sentence_embedding"
    _write(folder / "2_Normalize" / "config.json", {"module_input_name": vector, "module_output_name": vector})
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": kind}
        for index, (path, kind) in enumerate(MODULES.items())
    ]
    _write(folder / "modules.json", modules)
    _write(
        folder / "config_sentence_transformers.json",
        {
            "model_type": "SentenceTransformer",
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
