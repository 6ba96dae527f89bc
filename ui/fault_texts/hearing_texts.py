"""Sentences about recordings, models of speech and calls, in Chinese under the English one."""

from __future__ import annotations

HEARING_FAULTS: dict[str, str] = {
    # recordings
    "There is no file {name}: choose one that exists.": "没有文件 {name}。请选择存在的文件。",
    "{name} is empty: export the recording again.": "{name} 是空文件。请重新导出录音。",
    "{name} holds no sound: export the recording again.": "{name} 中没有声音。请重新导出录音。",
    "{name} does not say how long it is: save it to a file, not through a pipe.": (
        "{name} 没有写明时长。请直接存为文件，不要经管道输出。"
    ),
    "A sample rate of {rate} Hz cannot be used: send 8 or 16 kHz audio.": (
        "不支持 {rate} Hz 的采样率。请使用 8 或 16 kHz 的音频。"
    ),
    "{name} has {channels} channels at {rate} Hz: give one or two at 8 to 48 kHz.": (
        "{name} 有 {channels} 个声道，采样率 {rate} Hz。请提供单声道或双声道、8 至 48 kHz 的录音。"
    ),
    "{name} is broken or of an unknown codec: give WAV, FLAC, MP3, Opus/OGG or raw G.711 (.alaw, .ulaw).": (
        "{name} 已损坏，或编码方式不受支持。请使用 WAV、FLAC、MP3、Opus/OGG 或原始 G.711（.alaw、.ulaw）。"
    ),
    "{name} is broken part-way: export it again.": "{name} 中途损坏。请重新导出。",
    "{name} is longer than {minutes} minutes: cut it, or raise CALLDESK_MAX_AUDIO_MINUTES.": (
        "{name} 超过 {minutes} 分钟。请剪短，或调大 CALLDESK_MAX_AUDIO_MINUTES。"
    ),
    # models of speech
    "There is no model of sherpa-onnx: put one as a folder whose name begins with `sherpa-` into the models folder.": (
        "没有 sherpa-onnx 模型。请把模型放入模型文件夹，其文件夹名以 `sherpa-` 开头。"
    ),
    "The model {model} is missing: run `calldesk models pull {model}`.": (
        "缺少模型 {model}。请运行 `calldesk models pull {model}`。"
    ),
    "There is no engine {engine}: `calldesk doctor` lists those that there are.": (
        "没有名为 {engine} 的引擎。运行 `calldesk doctor` 可查看现有引擎。"
    ),
    "Two passes need a live model first and then one of whole utterances.": ("两遍识别须先写实时模型，再写整句模型。"),
    "There is no model {folder} to hear: run `calldesk models pull {folder}`, or put it in the models folder.": (
        "没有听写模型 {folder}。请运行 `calldesk models pull {folder}`，或把它放入模型文件夹。"
    ),
    "There is no model {folder} to hear with {engine}: run `calldesk models pull {folder}`, or put it into the models "
    "folder.": (
        "没有供 {engine} 使用的听写模型 {folder}。请运行 `calldesk models pull {folder}`，或把它放入模型文件夹。"
    ),
    "{folder} needs the package {package}: run `pip install {package}`.": (
        "{folder} 需要软件包 {package}。请运行 `pip install {package}`。"
    ),
    "The model {folder} is incomplete: delete its folder, then run `calldesk models pull {folder}`.": (
        "模型 {folder} 不完整。请删除其文件夹，再运行 `calldesk models pull {folder}`。"
    ),
    "{name} cannot be read as an ONNX model: fetch it again.": "{name} 不是可读的 ONNX 模型。请重新获取。",
    "{folder} holds a model of a kind that is not supported: take a streaming Zipformer or Paraformer, a Paraformer "
    "or a SenseVoice.": (
        "{folder} 中的模型类型不受支持。请改用流式 Zipformer 或 Paraformer，或者 Paraformer、SenseVoice。"
    ),
    "{folder} holds no sherpa-onnx model: put a model's tokens.txt and .onnx files there.": (
        "{folder} 中没有 sherpa-onnx 模型。请放入模型的 tokens.txt 和 .onnx 文件。"
    ),
    "The sherpa-onnx model in {folder} cannot be loaded: unpack it again from its archive.": (
        "无法载入 {folder} 中的 sherpa-onnx 模型。请从压缩包重新解压。"
    ),
    "The sherpa-onnx model in {folder} cannot be used: unpack it again from its archive.": (
        "{folder} 中的 sherpa-onnx 模型不能使用。请从压缩包重新解压。"
    ),
    "The Vosk model in {model} cannot be loaded: pull it again.": "无法载入 {model} 中的 Vosk 模型。请重新下载。",
    "The Whisper model in {model} cannot be loaded: run `calldesk models pull whisper-base`.": (
        "无法载入 {model} 中的 Whisper 模型。请运行 `calldesk models pull whisper-base`。"
    ),
    "faster-whisper is missing: run `pip install faster-whisper`.": (
        "缺少 faster-whisper。请运行 `pip install faster-whisper`。"
    ),
    "The scripted engine hears nothing: choose another one.": "脚本引擎不能听写。请选择其他引擎。",
    "{most} models are loaded and no more may be: choose one of those, or raise CALLDESK_MAX_SPEECH_MODELS.": (
        "已载入 {most} 个模型，达到上限。请从中选择，或调大 CALLDESK_MAX_SPEECH_MODELS。"
    ),
    "The files of {engine} cannot be read: choose another engine.": "无法读取 {engine} 的文件。请选择其他引擎。",
    # calls
    "An utterance could not be read: see the engine's own error.": "有一句话未能识别。请查看引擎的报错。",
    "no recogniser": "没有听写引擎",
    "Audio comes faster than it can be heard: send it at the speed it was spoken.": (
        "音频来得太快，来不及听写。请按说话的速度发送。"
    ),
    "No further line can be served now: try again in a while.": "线路已满。请稍后再试。",
    "No further call can be heard now: end one, or try again in a while.": (
        "现在不能再听写更多通话。请先结束一通，或稍后再试。"
    ),
    "The server is stopping: ask again when it runs.": "服务正在停止。请待其重新运行后再试。",
    "A stored {kind} event cannot be read: it was written by another version.": (
        "无法读取已存的 {kind} 事件：它由其他版本写入。"
    ),
}
