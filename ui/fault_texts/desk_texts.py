"""Sentences about the language model, models, settings, tickets and the server, in Chinese under the English one."""

from __future__ import annotations

DESK_FAULTS: dict[str, str] = {
    # language model
    "The scripted model did not finish within its deadline.": "脚本模型未在限时内完成。",
    "The language model did not finish within its deadline. Raise CALLDESK_LLM_DEADLINE_S, or name a faster model in "
    "CALLDESK_LLM_MODEL.": (
        "大模型未在限时内完成。请调大 CALLDESK_LLM_DEADLINE_S，或在 CALLDESK_LLM_MODEL 中换用更快的模型。"
    ),
    "The language model's server gave no usable answer. Look at the server's own log.": (
        "大模型服务没有给出可用的答复。请查看该服务的日志。"
    ),
    "Nothing answers at CALLDESK_LLM_BASE_URL. Start the server or mend it.": (
        "CALLDESK_LLM_BASE_URL 处没有响应。请启动服务或改正地址。"
    ),
    "The language model's server refuses the key. Mend CALLDESK_LLM_API_KEY.": (
        "大模型服务拒绝了密钥。请改正 CALLDESK_LLM_API_KEY。"
    ),
    "The key in CALLDESK_LLM_API_KEY may not use CALLDESK_LLM_MODEL.": (
        "CALLDESK_LLM_API_KEY 中的密钥无权使用 CALLDESK_LLM_MODEL。"
    ),
    "No such model or path. Mend CALLDESK_LLM_MODEL or CALLDESK_LLM_BASE_URL.": (
        "没有这个模型或路径。请改正 CALLDESK_LLM_MODEL 或 CALLDESK_LLM_BASE_URL。"
    ),
    "The language model's server is busy or its quota is used up. Try again later.": (
        "大模型服务繁忙或额度已用完。请稍后再试。"
    ),
    "{problem} (HTTP {status})": "{problem}（HTTP {status}）",
    "CALLDESK_LLM_BASE_URL must be an address such as http://127.0.0.1:8080/v1.": (
        "CALLDESK_LLM_BASE_URL 须为 http://127.0.0.1:8080/v1 这样的地址。"
    ),
    "CALLDESK_LLM_MODEL is empty. Name the model that the server should use.": (
        "CALLDESK_LLM_MODEL 为空。请写明服务要用的模型。"
    ),
    # models of search
    "{file} is broken or no e5-small-q4 model: pull it again.": "{file} 已损坏，或不是 e5-small-q4 模型。请重新下载。",
    "sentence-transformers is missing: run `pip install sentence-transformers`.": (
        "缺少 sentence-transformers。请运行 `pip install sentence-transformers`。"
    ),
    "The model {model} cannot be loaded: run `calldesk models pull {model}`.": (
        "无法载入模型 {model}。请运行 `calldesk models pull {model}`。"
    ),
    "{path} is no ranking. Learn it again with `calldesk eval tune`, or delete it.": (
        "{path} 不是排序参数。请用 `calldesk eval tune` 重新学习，或删除它。"
    ),
    "The reranker {name} is missing: put a cross-encoder such as bge-reranker-base into models/{name}.": (
        "缺少重排模型 {name}。请把 bge-reranker-base 之类的交叉编码器放入 models/{name}。"
    ),
    "The reranker {name} takes {milliseconds} ms for a search on this machine, more than {most}: it is left out.": (
        "重排模型 {name} 在本机检索一次需 {milliseconds} 毫秒，超过 {most} 毫秒，因此不用。"
    ),
    "The reranker {name} needs {package}: run `pip install {package}`.": (
        "重排模型 {name} 需要 {package}。请运行 `pip install {package}`。"
    ),
    "The reranker {name} cannot be used: put a cross-encoder such as bge-reranker-base into models/{name}.": (
        "重排模型 {name} 不能使用。请把 bge-reranker-base 之类的交叉编码器放入 models/{name}。"
    ),
    # settings, taxonomy, server
    "Settings are wrong ({wrong}). Mend CALLDESK_* or calldesk.toml.": (
        "设置有误（{wrong}）。请改正 CALLDESK_* 或 calldesk.toml。"
    ),
    "calldesk.toml cannot be read: mend it, it must be TOML in UTF-8.": (
        "无法读取 calldesk.toml。请改正：须为 UTF-8 编码的 TOML。"
    ),
    "{texts} example texts have {labels} labels: give one for each.": (
        "{texts} 条示例有 {labels} 个分类。请为每条示例给出一个分类。"
    ),
    "Categories need examples or keywords of at least two labels.": "分类至少需要两个类别的示例或关键词。",
    "The examples of the categories hold no words to learn from.": "分类示例中没有可供学习的文字。",
    "The gazetteer has unknown kinds: {kinds}.": "地名表中有未知的类型：{kinds}。",
    "{path} cannot be read as UTF-8 text: name another file.": "{path} 不是可读的 UTF-8 文本。请指定其他文件。",
    "{path} line {line} is no {kind}: {count} fields are wrong.": (
        "{path} 第 {line} 行不是有效的{kind}：有 {count} 个字段有误。"
    ),
    "Port {port} is in use. Stop the other program or set {setting} to a free port.": (
        "端口 {port} 已被占用。请停止占用的程序，或把 {setting} 设为空闲端口。"
    ),
    "Cannot listen on {host}:{port} ({reason}). Check CALLDESK_HOST and {setting}.": (
        "无法监听 {host}:{port}（{reason}）。请检查 CALLDESK_HOST 和 {setting}。"
    ),
    # tickets
    "The form has a field that tickets do not have: reload the panel.": "表单中有工单没有的字段。请刷新页面。",
    "The field {form_field} holds broken characters: type it anew.": "“{form_field}”中有损坏的字符。请重新输入。",
    "The field {form_field} is longer than {most} characters: shorten it.": (
        "“{form_field}”超过 {most} 个字符。请缩短。"
    ),
    "The field {form_field} must be one of {choices}.": "“{form_field}”须为以下之一：{choices}。",
}
