"""Sentences about entries, uploads, the database, exports and backups, in Chinese under the English one."""

from __future__ import annotations

KNOWLEDGE_FAULTS: dict[str, str] = {
    # entries and metadata
    "Enter your name first: this change is signed with it.": "请先填写姓名：此项改动将以您的名字署名。",
    "The title is longer than {most} characters. Shorten it.": "标题超过 {most} 个字符。请缩短。",
    "The text is longer than {most} characters. Upload it as a file instead.": (
        "正文超过 {most} 个字符。请改为上传文件。"
    ),
    "The text holds broken characters. Type them anew.": "正文中有损坏的字符。请重新输入。",
    "An entry needs a title and a text before it can be reviewed.": "条目须有标题和正文才能送审。",
    "{name} changed this entry meanwhile. Read it again, then decide.": (
        "其间 {name} 改动了此条目。请重新阅读后再决定。"
    ),
    "This entry is {state}. Open the list anew to see what can be done with it.": (
        "此条目{state}。请刷新列表，查看可以进行的操作。"
    ),
    "There is no such draft any more. Somebody discarded it; open the list anew.": (
        "此草稿已不存在，可能已被他人丢弃。请刷新列表。"
    ),
    "Say why the entry is rejected, so that its author can mend it.": "请写明退回理由，便于作者修改。",
    "A second person publishes or rejects an entry, not one who wrote in it.": (
        "条目须由另一人发布或退回，写过此条目的人不能审核。"
    ),
    "Give at most {most} tags of at most {longest} characters each.": (
        "标签最多 {most} 个，每个不超过 {longest} 个字符。"
    ),
    "The source link must be an address that begins with https:// or http://.": (
        "来源链接须以 https:// 或 http:// 开头。"
    ),
    "The {filing} is longer than {most} characters. Shorten it.": "{filing}超过 {most} 个字符。请缩短。",
    "Somebody else changed this meanwhile, and nothing of yours was stored: open it anew, and set it again.": (
        "其间已有他人改动，您的改动未保存。请重新打开后再设置。"
    ),
    "There is a document {name} already. Choose it under “replaces”, or change the title.": (
        "已有文件 {name}。请在“替换”中选择它，或更改标题。"
    ),
    "The last day lies before the first. Exchange them or leave one out.": (
        "最后有效日早于施行日期。请对调，或空出其一。"
    ),
    "No document has the id {doc_id}. The list of documents shows all ids.": (
        "没有编号为 {doc_id} 的文件，可能已被移除。请刷新列表。"
    ),
    "That group of questions is not there: reload the page.": "此组问题已不存在。请刷新页面。",
    "That mark was handled already, or taken back: reload the page.": "此标记已处理或已撤回。请刷新页面。",
    "That pair is not there any more: reload the page.": "此对条文已不存在。请刷新页面。",
    # uploads
    "No file was chosen. Choose at least one.": "没有选择文件。请至少选择一个。",
    "{name} is the name of another file of this upload, and both would be taken for versions of one document. Rename "
    "one of them, or upload the older one first and the newer one afterwards.": (
        "{name} 与本次上传的另一文件同名，会被当作同一文件的两个版本。请改名其一，或先上传旧的、再上传新的。"
    ),
    "The program stopped twice while it was reading this file, so it was left out. Save it in another format, or split "
    "it, and upload it again.": "读取此文件时程序两次停止，因此未加入。请另存为其他格式或拆分后重新上传。",
    "{name} is no longer in the folder of uploads. Upload it again.": "{name} 已不在上传文件夹中。请重新上传。",
    "{name} could not be read ({kind}). Save it anew, or in another format.": (
        "无法读取 {name}（{kind}）。请重新保存，或存为其他格式。"
    ),
    "{name} cannot be kept for uploading ({reason}). Free space or allow writing.": (
        "无法暂存 {name}（{reason}）。请腾出空间或允许写入。"
    ),
    "The folder of uploads cannot be used ({reason}).": "上传文件夹不能使用（{reason}）。",
    "Uploads fail ({kind}).": "上传出错（{kind}）。",
    "{name} in the watched folder cannot be read ({reason}). Allow it.": (
        "无法读取监视文件夹中的 {name}（{reason}）。请允许读取。"
    ),
    "The watched folder {folder} cannot be read ({reason}). Connect it again, or change CALLDESK_WATCH_FOLDER.": (
        "无法读取监视文件夹 {folder}（{reason}）。请重新连接，或修改 CALLDESK_WATCH_FOLDER。"
    ),
    "The original cannot be kept in {folder} ({reason}). Free space or allow writing.": (
        "无法把原件存入 {folder}（{reason}）。请腾出空间或允许写入。"
    ),
    # database and indexes
    "The database {path} {problem}": "数据库 {path} {problem}",
    "has no room left on its disk. Free some space; what was stored before is safe.": (
        "所在磁盘已满。请腾出空间；此前保存的内容是安全的。"
    ),
    "is read-only. Allow writing to it and to its folder.": "是只读的。请允许写入该文件及其文件夹。",
    "cannot be opened. Check that its folder exists and may be written to.": (
        "无法打开。请确认其文件夹存在且可以写入。"
    ),
    "may not be opened. Allow reading and writing it.": "无权打开。请允许读写。",
    "is not a database. Move that file away, or name another one.": "不是数据库。请移走该文件，或指定其他文件。",
    "is damaged. Put back a copy of it.": "已损坏。请用备份恢复。",
    "is held by another program for too long. Close that program and try again.": (
        "被其他程序占用过久。请关闭该程序后重试。"
    ),
    "cannot be read or written. Check the disk.": "无法读写。请检查磁盘。",
    "The database was closed. Open it again.": "数据库已关闭。请重新打开。",
    "The folder {folder} cannot be made. Name another one.": "无法建立文件夹 {folder}。请指定其他文件夹。",
    "The search index cannot be written: free some disk space and try again.": (
        "无法写入检索索引。请腾出磁盘空间后重试。"
    ),
    "The text index cannot be opened ({reason}): allow writing to its folder.": (
        "无法打开文本索引（{reason}）。请允许写入其文件夹。"
    ),
    "The text index cannot be written: free some disk space and try again.": (
        "无法写入文本索引。请腾出磁盘空间后重试。"
    ),
    # export and import
    "{folder} holds something already. Name a new folder.": "{folder} 中已有内容。请指定新文件夹。",
    "{folder} cannot be written ({reason}). Free space or allow writing.": (
        "无法写入 {folder}（{reason}）。请腾出空间或允许写入。"
    ),
    "The original of {title} is missing. Put it back or remove the document, then export again.": (
        "《{title}》的原件缺失。请放回原件或移除该文件，再重新导出。"
    ),
    "{title} was removed during the export. Export again.": "《{title}》在导出过程中被移除。请重新导出。",
    "{file} is larger than {megabytes} MB. Raise CALLDESK_MAX_DOCUMENT_MB.": (
        "{file} 超过 {megabytes} MB。请调大 CALLDESK_MAX_DOCUMENT_MB。"
    ),
    "{file} is not what was exported: its sum is wrong. Export the knowledge base anew.": (
        "{file} 与导出时不符（校验和不对）。请重新导出知识库。"
    ),
    "{file} holds no document. Export the knowledge base anew.": "{file} 中没有文件内容。请重新导出知识库。",
    "{file} is a link and was not followed. Put the file itself into the folder.": (
        "{file} 是链接，未予读取。请把文件本身放入文件夹。"
    ),
    "{file} is missing or cannot be read. Export the knowledge base anew.": (
        "{file} 缺失或无法读取。请重新导出知识库。"
    ),
    "Another document with its id is here. Remove that one, then import again.": (
        "这里已有同一编号的另一文件。请移除后重新导入。"
    ),
    "{file} is of the format {format}, version {version}; this program reads version {ours} of {our_format}. Import it "
    "with the version of calldesk that exported it, or a newer one.": (
        "{file} 的格式为 {format} 第 {version} 版；本程序读取 {our_format} 第 {ours} 版。"
        "请用导出它的 calldesk 版本或更新的版本导入。"
    ),
    "{file} names a document twice. Export the knowledge base anew.": "{file} 中同一文件出现两次。请重新导出知识库。",
    "{moment} lies in the future. Set the clock, or export the knowledge base anew.": (
        "{moment} 晚于当前时间。请校准时钟，或重新导出知识库。"
    ),
    "A section of a document lies outside of its text. Export the knowledge base anew.": (
        "有章节超出了文件正文。请重新导出知识库。"
    ),
    "{file} is larger than {megabytes} MB. It is none of ours.": "{file} 超过 {megabytes} MB，不是本程序导出的。",
    "There is no readable {file} in {folder}. Name the folder of an export.": (
        "{folder} 中没有可读取的 {file}。请指定导出的文件夹。"
    ),
    "{file} is damaged ({where}: {what}). Export the knowledge base anew.": (
        "{file} 已损坏（{where}：{what}）。请重新导出知识库。"
    ),
    "{file} is not that of an exported knowledge base. Name another folder.": (
        "{file} 不属于导出的知识库。请指定其他文件夹。"
    ),
    "The id of {file} is not that of its bytes. Export the knowledge base anew.": (
        "{file} 的编号与内容不符。请重新导出知识库。"
    ),
    "{file} has a version of a document that it does not name. Export it anew.": (
        "{file} 中有未列出文件的版本。请重新导出。"
    ),
    "{name} is no plain file name. Export the knowledge base anew.": "{name} 不是普通的文件名。请重新导出知识库。",
    "{moment} is no moment with its time zone. Export the knowledge base anew.": (
        "{moment} 不是带时区的时间。请重新导出知识库。"
    ),
    "The metadata of the export is damaged, so nothing was taken. Export it anew.": (
        "导出的文件信息（部门、标签等）已损坏，未导入任何内容。请重新导出。"
    ),
    "The record of changes in the export is damaged, so nothing was taken. Export it anew.": (
        "导出的改动记录已损坏，未导入任何内容。请重新导出。"
    ),
    "The marks of the export are damaged, so nothing was taken. Export it anew.": (
        "导出的标记已损坏，未导入任何内容。请重新导出。"
    ),
    "The drafts of the export are damaged, so nothing was taken. Export it anew.": (
        "导出的草稿已损坏，未导入任何内容。请重新导出。"
    ),
    # backups
    "Documents are being removed all the time. Make the backup when that is done.": (
        "正在不断移除文件。请待移除完成后再备份。"
    ),
    "There is no database in {home}. Check CALLDESK_HOME.": "{home} 中没有数据库。请检查 CALLDESK_HOME。",
    "{target} exists already. Name a new file.": "{target} 已存在。请指定新文件。",
    "{where} cannot be written ({reason}). Free space or allow writing.": (
        "无法写入 {where}（{reason}）。请腾出空间或允许写入。"
    ),
    "The database cannot be backed up ({problem}). Free space and try again.": (
        "无法备份数据库（{problem}）。请腾出空间后重试。"
    ),
    "Rename the recording {name}: its name is too long or has odd marks.": (
        "录音 {name} 的文件名过长或含特殊字符。请改名。"
    ),
    "The backup is damaged, and nothing was changed. Take another one.": "备份已损坏，未作任何改动。请改用其他备份。",
    "The backup is of a newer format. Restore it with a newer version of calldesk.": (
        "备份的格式较新。请用更新版本的 calldesk 恢复。"
    ),
    "The backup is of a newer calldesk (its database went through {change}). Update, then restore it.": (
        "备份来自更新版本的 calldesk（其数据库已有 {change}）。请先升级再恢复。"
    ),
    "The panel, or a command, is using this home folder. Stop it, then restore the backup.": (
        "坐席台或某个命令正在使用此数据文件夹。请停止后再恢复备份。"
    ),
    "The backup cannot be restored ({reason}). Free space or allow writing.": (
        "无法恢复备份（{reason}）。请腾出空间或允许写入。"
    ),
    "{source} is not there. Check its name.": "找不到 {source}。请检查名称。",
}
