"""Files and folders, before any of their text is understood."""

from __future__ import annotations

from bot.domain.troubles.wording import Catalogue, Said, Wording

_SPLIT_EN, _SPLIT_KO = "Split it into several files.", "여러 파일로 나눠 주세요."
_PERMISSIONS_EN, _PERMISSIONS_KO = "Check its permissions.", "읽기 권한을 확인해 주세요."
_UTF8_EN, _UTF8_KO = "Save it as UTF-8.", "UTF-8로 저장해 주세요."
_AS_TEXT_EN, _AS_TEXT_KO = "Save its text as Markdown in UTF-8.", "내용을 UTF-8 Markdown 파일로 저장해 주세요."

CATALOGUE: Catalogue = {
    "file.size": Wording(
        en=Said("The file has {megabytes} MB; documents may have {limit} MB.", _SPLIT_EN),
        ko=Said("파일 크기가 {megabytes}MB입니다. 문서는 {limit}MB까지 읽습니다.", _SPLIT_KO),
    ),
    "file.lines": Wording(
        en=Said("The file has {count} lines; documents may have {limit}.", _SPLIT_EN),
        ko=Said("파일이 {count}행입니다. 문서는 {limit}행까지 읽습니다.", _SPLIT_KO),
    ),
    "file.empty": Wording(
        en=Said("The file is empty.", "Write something into it, or remove it."),
        ko=Said("파일이 비어 있습니다.", "내용을 쓰거나 파일을 지워 주세요."),
    ),
    "file.kind": Wording(
        en=Said("The file is {kind}, not text.", _AS_TEXT_EN),
        ko=Said("텍스트 파일이 아닙니다({kind}).", _AS_TEXT_KO),
    ),
    "kind.pdf": Wording(en=Said("a PDF"), ko=Said("PDF")),
    "kind.archive": Wording(en=Said("a ZIP archive or an Office document"), ko=Said("ZIP 압축 파일 또는 Office 문서")),
    "kind.office": Wording(en=Said("an old Office or HWP document"), ko=Said("예전 형식의 Office 문서 또는 한글 문서")),
    "kind.picture": Wording(en=Said("a picture"), ko=Said("그림")),
    "kind.compressed": Wording(en=Said("a compressed file"), ko=Said("압축 파일")),
    "kind.program": Wording(en=Said("a program"), ko=Said("실행 파일")),
    "file.binary": Wording(
        en=Said("The file is binary, not text.", _AS_TEXT_EN),
        ko=Said("텍스트가 아닌 이진 파일입니다.", _AS_TEXT_KO),
    ),
    "file.nul": Wording(
        en=Said("The file is binary: it holds NUL characters.", _AS_TEXT_EN),
        ko=Said("NUL 문자가 들어 있는 이진 파일입니다.", _AS_TEXT_KO),
    ),
    "file.utf16": Wording(
        en=Said("The file is broken UTF-16.", _UTF8_EN),
        ko=Said("UTF-16 파일인데 중간에 깨져 있습니다.", _UTF8_KO),
    ),
    "file.utf32": Wording(
        en=Said("The file is encoded as UTF-32.", _UTF8_EN),
        ko=Said("파일의 인코딩이 UTF-32입니다.", _UTF8_KO),
    ),
    "file.not_utf8": Wording(
        en=Said("The file is not encoded as UTF-8.", _UTF8_EN),
        ko=Said("파일의 인코딩이 UTF-8이 아닙니다.", _UTF8_KO),
    ),
    "file.euc_kr": Wording(
        en=Said("The file is not encoded as UTF-8. It looks like EUC-KR (CP949).", _UTF8_EN),
        ko=Said("파일의 인코딩이 UTF-8이 아닙니다. EUC-KR(CP949)로 보입니다.", _UTF8_KO),
    ),
    "file.unreadable": Wording(
        en=Said("The file cannot be read: {reason}.", _PERMISSIONS_EN),
        ko=Said("파일을 읽을 수 없습니다({reason}).", _PERMISSIONS_KO),
    ),
    "file.unreachable": Wording(
        en=Said("The file cannot be reached: {reason}.", _PERMISSIONS_EN),
        ko=Said("파일에 접근할 수 없습니다({reason}).", _PERMISSIONS_KO),
    ),
    "file.irregular": Wording(
        en=Said("This is no regular file.", "Put the text itself there."),
        ko=Said("일반 파일이 아닙니다.", "그 자리에 텍스트 파일을 두세요."),
    ),
    "file.name": Wording(
        en=Said("The file's name is not UTF-8.", "Rename it."),
        ko=Said("파일 이름이 UTF-8이 아닙니다.", "이름을 바꿔 주세요."),
    ),
    "file.namesake": Wording(
        en=Said("Another file has the same name in another Unicode form.", "Rename one of the two."),
        ko=Said("유니코드 형식만 다르고 이름이 같은 파일이 또 있습니다.", "둘 중 하나의 이름을 바꿔 주세요."),
    ),
    "file.ending": Wording(
        en=Said("A file that ends in {ending} is not read.", "Documents end in {endings}."),
        ko=Said("확장자가 {ending}인 파일은 읽지 않습니다.", "문서의 확장자: {endings}"),
    ),
    "file.no_ending": Wording(
        en=Said("A file without ending is not read.", "Documents end in {endings}."),
        ko=Said("확장자가 없는 파일은 읽지 않습니다.", "문서의 확장자: {endings}"),
    ),
    "file.failure": Wording(
        en=Said("Reading failed unexpectedly ({kind}).", "Please report this with the file."),
        ko=Said("파일을 읽다가 예상하지 못한 오류가 났습니다({kind}).", "이 파일과 함께 알려 주세요."),
    ),
    "folder.unreadable": Wording(
        en=Said("The folder cannot be read: {reason}.", _PERMISSIONS_EN),
        ko=Said("폴더를 읽을 수 없습니다({reason}).", _PERMISSIONS_KO),
    ),
    "folder.depth": Wording(
        en=Said("Folders lie more than {limit} levels deep.", "Move the documents up."),
        ko=Said("폴더가 {limit}단계보다 깊습니다.", "문서를 더 위쪽 폴더로 옮겨 주세요."),
    ),
    "folder.repeated": Wording(
        en=Said("The folder is read already by another name.", "Remove the link."),
        ko=Said("다른 이름으로 이미 읽은 폴더입니다.", "링크를 지워 주세요."),
    ),
    "link.dead": Wording(
        en=Said("The file cannot be reached: {reason}.", "Mend or remove the link."),
        ko=Said("링크가 가리키는 파일에 접근할 수 없습니다({reason}).", "링크를 고치거나 지워 주세요."),
    ),
    "link.unresolved": Wording(
        en=Said("The link cannot be followed: {reason}.", "Mend or remove it."),
        ko=Said("링크를 따라갈 수 없습니다({reason}).", "링크를 고치거나 지워 주세요."),
    ),
    "link.outside": Wording(
        en=Said("The link leads out of the documents' folder.", "Copy what it leads to into the folder instead."),
        ko=Said("링크가 문서 폴더 밖을 가리킵니다.", "링크 대신 원본을 폴더 안에 복사해 주세요."),
    ),
}
