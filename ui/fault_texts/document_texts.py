"""Sentences about files that become documents, in Chinese under the English one."""

from __future__ import annotations

DOCUMENT_FAULTS: dict[str, str] = {
    "{name} {problem}": "{name} {problem}",
    "{name} is not a file. Name files, or a folder's files.": "{name} 不是文件。请选择文件。",
    "{name} is empty. Save it again and add it then.": "{name} 是空文件。请重新保存后再上传。",
    "{name} is larger than {megabytes} MB. Split it, or raise {setting}.": (
        "{name} 超过 {megabytes} MB。请拆分，或调大 {setting}。"
    ),
    "{name} has no text. Check that it is the right file.": "{name} 中没有文字。请确认文件是否正确。",
    "{name} has no text. Check that it is the right one.": "{name} 中没有文字。请确认文件是否正确。",
    "{name} holds broken characters, or its name does. Save it as UTF-8.": (
        "{name} 的内容或文件名中有损坏的字符。请存为 UTF-8。"
    ),
    "{name} is of an unknown kind. Save it as one of {kinds}.": "{name} 的格式不受支持。请存为以下格式之一：{kinds}。",
    "{name} is in an Office format that is not read. Save it as {ending} and add that.": (
        "{name} 的 Office 格式不受支持。请另存为 {ending} 再上传。"
    ),
    "{name} is a file with macros, which are not taken in. Save it as {ending} and add that.": (
        "{name} 带有宏，未加入。请另存为 {ending} 再上传。"
    ),
    "{name} is a picture. Put it into a PDF and add that.": "{name} 是图片。请转为 PDF 再上传。",
    "is an old or password-locked Office file. Save it in today's format without a password.": (
        "是旧格式或带密码的 Office 文件。请另存为新格式，不设密码。"
    ),
    "is {kind}, not what its ending says. Give it its right ending, or save it again in the right format.": (
        "实际上是{kind}，与扩展名不符。请改正扩展名，或按正确格式重新保存。"
    ),
    "{name} is not there. Check its name and folder.": "找不到 {name}。请检查文件名和所在文件夹。",
    "{name} cannot be read ({reason}). Check its permissions.": "无法读取 {name}（{reason}）。请检查权限。",
    # by format
    "is a damaged {program} file. Open it, save it again as {ending}, and add that.": (
        "是损坏的 {program} 文件。请打开后重新存为 {ending} 再上传。"
    ),
    "is no {program} file although its name ends in {ending}. Save it as {ending} again.": (
        "扩展名为 {ending}，却不是 {program} 文件。请重新存为 {ending}。"
    ),
    "holds macros. Save it as {ending} without them and add that.": "带有宏。请另存为不含宏的 {ending} 再上传。",
    "defines XML entities, which no Office file needs. It was not read.": (
        "定义了 Office 文件不需要的 XML 实体，未予读取。"
    ),
    "is not text in UTF-8, GB18030 or Big5. Save it as UTF-8 and add it again.": (
        "不是 UTF-8、GB18030 或 Big5 编码的文本。请存为 UTF-8 再上传。"
    ),
    "is HTML nested too deeply to be read. Save it as text or Word and add that.": (
        "是嵌套过深、无法读取的网页。请存为文本或 Word 再上传。"
    ),
    "is a PDF locked by a password. Save a copy without one and add that.": (
        "是带密码的 PDF。请另存一份不带密码的再上传。"
    ),
    "is a damaged PDF. Open it, print it to a new PDF, and add that.": (
        "是损坏的 PDF。请打开后打印成新的 PDF 再上传。"
    ),
    "is damaged, or needs too much memory to be read. Open it, save it anew, and add that.": (
        "已损坏，或读取所需内存过大。请打开后重新保存再上传。"
    ),
    "is a PDF of pictures (a scan) without text. {advice}": "是扫描件（图片 PDF），没有文字。{advice}",
    "Install calldesk[ocr] and add it again, or recognise its text (OCR) elsewhere and add the result.": (
        "请安装 calldesk[ocr] 后重新上传，或在别处识别文字（OCR）后上传结果。"
    ),
    # limits
    "is larger than {megabytes} MB. Split it, or raise {setting}.": "超过 {megabytes} MB。请拆分，或调大 {setting}。",
    "holds more than {most} files. Split it, or raise CALLDESK_MAX_ARCHIVE_FILES.": (
        "所含文件超过 {most} 个。请拆分，或调大 CALLDESK_MAX_ARCHIVE_FILES。"
    ),
    "holds more than {most} files. It was not unpacked.": "所含文件超过 {most} 个，未予解压。",
    "unpacks to far more than it should hold ({megabytes} MB). It was not unpacked.": (
        "解压后过大（{megabytes} MB），未予解压。"
    ),
    "unpacks to more than {megabytes} MB. Split it, or raise {setting}.": (
        "解压后超过 {megabytes} MB。请拆分，或调大 {setting}。"
    ),
    "takes longer than {seconds} seconds to read. Split it, or raise CALLDESK_MAX_DOCUMENT_SECONDS.": (
        "读取超过 {seconds} 秒。请拆分，或调大 CALLDESK_MAX_DOCUMENT_SECONDS。"
    ),
    "has {pages} {what}, more than {most}. Split it, or raise CALLDESK_MAX_DOCUMENT_PAGES.": (
        "有 {pages} {what}，超过 {most} {what}。请拆分，或调大 CALLDESK_MAX_DOCUMENT_PAGES。"
    ),
    "has more than {most} rows. Split it, or raise CALLDESK_MAX_DOCUMENT_ROWS.": (
        "超过 {most} 行。请拆分，或调大 CALLDESK_MAX_DOCUMENT_ROWS。"
    ),
    "has more than {most} characters of text. Split it, or raise CALLDESK_MAX_DOCUMENT_CHARACTERS.": (
        "文字超过 {most} 个字符。请拆分，或调大 CALLDESK_MAX_DOCUMENT_CHARACTERS。"
    ),
    # ZIP files
    "is no ZIP file although its name ends in .zip. Pack it again and add that.": (
        "扩展名为 .zip，却不是 ZIP 文件。请重新打包再上传。"
    ),
    "is a damaged ZIP file. Pack it again and add that.": "是损坏的 ZIP 文件。请重新打包再上传。",
    "is damaged inside the ZIP. Pack it again and add that.": "在 ZIP 中已损坏。请重新打包再上传。",
    "is the same as {other}. It is taken in once.": "与 {other} 相同，只收一份。",
    "has a name that leads out of the ZIP. It was left out; pack it under a plain name.": (
        "的路径指向 ZIP 之外，未加入。请改用普通文件名打包。"
    ),
    "has a name of more than {most} characters. Give it a shorter one.": "的文件名超过 {most} 个字符。请改短。",
    "is a link to another file and was not followed. Pack the file itself.": (
        "是指向其他文件的链接，未予读取。请打包文件本身。"
    ),
    "is an archive inside the ZIP and was not unpacked. Add it by itself.": "是 ZIP 中的压缩包，未予解压。请单独上传。",
    "is locked by a password. Pack it again without one.": "带有密码。请不设密码重新打包。",
    # what an admin should look at
    "It was read as {encoding}, although it says {declared}: check that the text is right.": (
        "文件自称 {declared} 编码，实际按 {encoding} 读取。请核对文字是否正确。"
    ),
    "It was read as {encoding}: check that the text is right.": "按 {encoding} 编码读取。请核对文字是否正确。",
    "Pages recognised from pictures: {pages}. Check them against the original.": (
        "以下页由图片识别而来：{pages}。请与原件核对。"
    ),
    "Pages that are pictures without text: {pages}. {advice}": "以下页是没有文字的图片：{pages}。{advice}",
    "Hidden slides were left out: {slides}.": "隐藏的幻灯片未读入：{slides}。",
    "Slides without text, perhaps pictures: {slides}.": "以下幻灯片没有文字，可能是图片：{slides}。",
    "Formulas without a stored result on sheet {sheet}: {count}. Open it in Excel, save it and add it again.": (
        "工作表 {sheet} 有 {count} 个公式没有保存结果。请用 Excel 打开、保存后重新上传。"
    ),
    "Sheet {sheet} has more than {most} columns; those behind were left out.": (
        "工作表 {sheet} 超过 {most} 列，后面的列未读入。"
    ),
    "The hidden sheet {sheet} was left out.": "隐藏的工作表 {sheet} 未读入。",
}
