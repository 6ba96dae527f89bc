"""Sentences about data sets and benchmark runs, in Chinese under the English one."""

from __future__ import annotations

EVALUATION_FAULTS: dict[str, str] = {
    # data sets that are uploaded
    "The file is no ZIP, or a damaged one. Pack the folder again and upload it.": (
        "文件不是 ZIP，或已损坏。请重新打包文件夹再上传。"
    ),
    "The ZIP holds more than {most} files or is over 4 GB. Split the data set.": (
        "ZIP 所含文件超过 {most} 个，或超过 4 GB。请拆分数据集。"
    ),
    "The ZIP holds more than {most} files. Split the data set.": "ZIP 所含文件超过 {most} 个。请拆分数据集。",
    "The ZIP has a password. Upload one without.": "ZIP 带有密码。请上传不带密码的。",
    "The ZIP holds links. Put the files themselves into it.": "ZIP 中有链接。请放入文件本身。",
    "The ZIP holds names that lead out of its folder. Pack the folder itself.": (
        "ZIP 中有指向其文件夹之外的路径。请打包文件夹本身。"
    ),
    "The ZIP holds one name twice. Pack the folder again without doubles.": (
        "ZIP 中有重复的文件名。请去除重复后重新打包。"
    ),
    "The ZIP cannot be unpacked ({reason}). Free some space and try again.": (
        "无法解压 ZIP（{reason}）。请腾出空间后重试。"
    ),
    "Unpacked, the ZIP is larger than {megabytes} MB. Upload less, or raise CALLDESK_MAX_DATASET_MB.": (
        "ZIP 解压后超过 {megabytes} MB。请减少内容，或调大 CALLDESK_MAX_DATASET_MB。"
    ),
    "This is no data set. A ZIP must hold one of these: calls: NAME.json beside NAME.flac; questions: documents.jsonl "
    "and questions.jsonl; categories: train.jsonl and test.jsonl; recordings: manifest.jsonl.": (
        "这不是数据集。ZIP 须含以下之一：通话：NAME.json 与 NAME.flac；问题：documents.jsonl 与 questions.jsonl；"
        "分类：train.jsonl 与 test.jsonl；录音：manifest.jsonl。"
    ),
    "There is no such data set any more. Choose another one.": "此数据集已不存在。请另选一个。",
    "The sample calls belong to the program and stay.": "示例通话随程序附带，不能删除。",
    "{folder} cannot be made ({reason}). Check CALLDESK_HOME.": "无法建立 {folder}（{reason}）。请检查 CALLDESK_HOME。",
    "The data set cannot be removed ({reason}).": "无法删除数据集（{reason}）。",
    # runs
    "A run is using this data set. Stop it first.": "有评测正在使用此数据集。请先停止。",
    "Choose two finished runs to compare.": "请选择两次已完成的评测进行对比。",
    "The run {run} is under way. Wait for it, or stop it first.": "评测 {run} 正在进行。请等待，或先停止。",
    "There is no such run any more.": "此评测已不存在。",
    "This run was started on the command line. Stop it or go on with it there.": (
        "此评测由命令行启动。请在命令行中停止或继续。"
    ),
    "This run is finished. Start a new one.": "此评测已完成。请新建评测。",
    "{path} cannot be made ({reason}). Check CALLDESK_HOME.": "无法建立 {path}（{reason}）。请检查 CALLDESK_HOME。",
    "The runs cannot be compared: {problem}": "无法对比这两次评测：{problem}",
    "The runs cannot be compared. Try `calldesk eval compare` to see why.": (
        "无法对比这两次评测。可运行 `calldesk eval compare` 查看原因。"
    ),
    "The benchmark cannot be started ({reason}).": "无法启动评测（{reason}）。",
    "{folder} holds a finished run: choose another folder.": "{folder} 中有已完成的评测。请另选文件夹。",
    "{folder} holds a run of other data, options or sources: choose another folder.": (
        "{folder} 中的评测所用数据、选项或程序版本不同。请另选文件夹。"
    ),
    "There is no folder {folder}: make it, or choose another --json file.": (
        "没有文件夹 {folder}。请建立它，或另选 --json 文件。"
    ),
    "Nothing could be scored ({skipped} skipped): see {folder}.": (
        "没有可评分的内容（跳过 {skipped} 条）。详见 {folder}。"
    ),
    "{folder} cannot be written ({reason}): choose another folder.": "无法写入 {folder}（{reason}）。请另选文件夹。",
    "Another process is writing to {folder}: wait for it, or choose another folder.": (
        "另一进程正在写入 {folder}。请等待，或另选文件夹。"
    ),
    "{path} cannot be written ({reason}): free some space and go on.": (
        "无法写入 {path}（{reason}）。请腾出空间后继续。"
    ),
    "The result cannot be written to {path}: {reason}. Choose another file.": (
        "无法把结果写入 {path}：{reason}。请另选文件。"
    ),
    "A reading did not end within {seconds} s: end other programs and run again.": (
        "一次识别未在 {seconds} 秒内完成。请关闭其他程序后重新评测。"
    ),
    "There are no passages to search: add documents first, or give --no-baselines.": (
        "没有可检索的段落。请先加入文件，或使用 --no-baselines。"
    ),
    "There are {count} questions {way}: give at least {least}, better some hundreds.": (
        "{way}问题只有 {count} 个。请至少提供 {least} 个，最好数百个。"
    ),
    "{count} questions cannot teach a ranking: give more, some that are found at once and some not.": (
        "{count} 个问题不足以学习排序。请增加问题，既要有一查即得的，也要有查不到的。"
    ),
    "The panel for the load benchmark did not start: try `calldesk serve` to see why.": (
        "负载评测用的坐席台未能启动。可运行 `calldesk serve` 查看原因。"
    ),
    "That benchmark did not finish: mend what it says above, and start the suite again.": (
        "该项评测未完成。请按上面的提示改正，再重新启动整套评测。"
    ),
    "There is no benchmark called {benchmark}.": "没有名为 {benchmark} 的评测。",
    "{server} is no address of a server: give one like http://127.0.0.1:7860.": (
        "{server} 不是服务地址。请写成 http://127.0.0.1:7860 的样子。"
    ),
    "No call desk answers at {address}: start `calldesk serve` there.": (
        "{address} 处没有坐席台响应。请在那里启动 `calldesk serve`。"
    ),
    # comparison and figures
    "No figure is called {figure}: the names stand in the first column of the table.": (
        "没有名为 {figure} 的指标。名称见表格第一列。"
    ),
    "The two runs have no sample in common: compare runs of one data set.": (
        "两次评测没有共同的样本。请对比同一数据集的评测。"
    ),
    "{file} cannot be read: give the folder of a finished run, or its result.json.": (
        "无法读取 {file}。请给出已完成评测的文件夹或其 result.json。"
    ),
    "{file} is no result that can be compared: measure again with `calldesk eval`.": (
        "{file} 不是可对比的结果。请用 `calldesk eval` 重新评测。"
    ),
    "The two runs work {name} out in different ways: measure both with the same sources.": (
        "两次评测计算 {name} 的方法不同。请用同一版本的程序重新评测。"
    ),
    "The run {run} has no figure called {figure}: mend figure_table.toml.": (
        "评测 {run} 没有名为 {figure} 的指标。请改正 figure_table.toml。"
    ),
    "{name} has no <!-- figures --> and <!-- /figures --> to put the table between.": (
        "{name} 中没有放置表格的 <!-- figures --> 和 <!-- /figures -->。"
    ),
    # rows of data sets
    "{name}: {problem}": "{name}：{problem}",
    "{name}: {what}. Mend it, or leave the call out.": "{name}：{what}。请改正，或去掉这通电话。",
    "{file}, line {line}: {what}. Mend the line or leave it out.": "{file} 第 {line} 行：{what}。请改正或删去此行。",
    "{file}, line {line}: {problem} Mend the line or leave it out.": (
        "{file} 第 {line} 行：{problem}请改正或删去此行。"
    ),
    "{file}, line {line}: this is not JSON. Write one object a line.": (
        "{file} 第 {line} 行不是 JSON。请每行写一个对象。"
    ),
    "{file}, line {line}: this is not an object. Write one object a line.": (
        "{file} 第 {line} 行不是 JSON 对象。请每行写一个对象。"
    ),
    "{name} cannot be read as UTF-8 text: give a file of JSON lines.": (
        "{name} 不是可读的 UTF-8 文本。请提供 JSON Lines 文件。"
    ),
    "{name} holds no rows: give a file with one JSON object a line.": (
        "{name} 中没有数据。请提供每行一个 JSON 对象的文件。"
    ),
    'needs a text in "{field}"': "“{field}”须有文字",
    '"{field}" holds half a character (a lone surrogate)': "“{field}”中有半个字符（孤立的代理项）",
    '"{field}" must be a path below the folder of the data set': "“{field}”须为数据集文件夹内的路径",
    '"text" holds nothing but punctuation, which cannot be scored': "“text”中只有标点，无法评分",
    "there is no file {path}": "没有文件 {path}",
    'needs "text", or "title" and "body", or "tokens"': "须有“text”，或“title”和“body”，或“tokens”",
    'no training row has the label "{label}"': "训练数据中没有分类“{label}”",
    'an earlier line has the same "{field}" {value}': "前面已有一行的“{field}”同为 {value}",
    'no document has the "docid" {doc_id}': "没有“docid”为 {doc_id} 的文件",
    "The training rows have one label in all: give rows of at least two categories.": (
        "训练数据只有一个分类。请至少提供两个分类的数据。"
    ),
    "The data set is empty: give one with at least one entry.": "数据集是空的。请提供至少有一条的数据集。",
    "Nothing here can be scored. {first}": "没有可评分的内容。{first}",
    "{name}: an earlier sample has this id. Give each one of its own.": (
        "{name}：前面已有样本用了此编号。请为每个样本使用不同的编号。"
    ),
    "These documents have no sentences of 12 to 160 characters: give others.": (
        "这些文件中没有 12 至 160 字的句子。请换用其他文件。"
    ),
    # calls
    "There is no call to play: give a folder of recorded calls.": "没有可播放的通话。请提供通话录音的文件夹。",
    "{folder} holds no recordings: give a folder of NAME.flac.": "{folder} 中没有录音。请提供存有 NAME.flac 的文件夹。",
    "{folder} holds no recordings: choose a folder of audio files.": (
        "{folder} 中没有录音。请选择存有音频文件的文件夹。"
    ),
    "{folder} holds no calls: give a folder of NAME.flac with NAME.json.": (
        "{folder} 中没有通话。请提供存有 NAME.flac 和 NAME.json 的文件夹。"
    ),
    "{name}: id: another call has it too. Give every call its own.": (
        "{name}：编号（id）与另一通电话相同。请使用不同的编号。"
    ),
    "{name}: expected.ticket.{field} is no field of the ticket: mend it, or leave it out.": (
        "{name}：expected.ticket.{field} 不是工单字段。请改正或删去。"
    ),
    "this field is missing": "缺少此字段",
    "this is not JSON": "不是 JSON",
    "must be one of {choices}": "须为以下之一：{choices}",
    "this value is of another kind than it should be": "值的类型不对",
    "this value is not allowed here": "值不符合要求",
    "end_ms comes before start_ms": "end_ms 早于 start_ms",
    "needs a document or a quote": "须有 document 或 quote",
    "the turns are not in the order of their start_ms": "turns 未按 start_ms 排序",
    "expected.answers.{place}.turn is no turn of the caller (turns count from 0)": (
        "expected.answers.{place}.turn 不是来电人的发言（turn 从 0 数起）"
    ),
    "{name} is missing beside {beside}: put it there, or leave the call out.": (
        "{beside} 旁缺少 {name}。请补上，或去掉这通电话。"
    ),
    "{name} cannot be read: {reason}. Leave the call out.": "无法读取 {name}：{reason}。请去掉这通电话。",
    '{call}: expected.{field}: there is no {field} "{label}". Write one that the assistant knows, or leave the call '
    "out.": "{call}：expected.{field} 中的“{label}”不存在。请改为系统已有的，或去掉这通电话。",
    "{call}: expected.answers.{place}.{field}: {what}. Add the document to the knowledge base, mend the field, or "
    "leave the call out.": (
        "{call}：expected.answers.{place}.{field}：{what}。请把文件加入知识库、改正该字段，或去掉这通电话。"
    ),
    'there is no document "{name}"': "没有文件“{name}”",
    "these words stand in no such document": "文件中没有这些文字",
}
