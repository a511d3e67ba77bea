"""The text of a document: its front matter and fields, its structure; and the glossary."""

from __future__ import annotations

from bot.domain.troubles.wording import Catalogue, Said, Wording

_FRONT_MATTER: Catalogue = {
    "front.length": Wording(
        en=Said("The front matter is longer than {limit} KB.", "Move text below its end."),
        ko=Said("머리말(front matter)이 {limit}KB보다 깁니다.", "본문을 머리말 아래로 옮겨 주세요."),
    ),
    "front.toml": Wording(
        en=Said("The front matter is TOML and is not read.", "Write it as YAML, between lines of three hyphens."),
        ko=Said(
            "TOML로 쓴 머리말(front matter)은 읽지 않습니다.", "하이픈 세 개(---)만 있는 줄 사이에 YAML로 써 주세요."
        ),
    ),
    "front.open": Wording(
        en=Said("The front matter does not end.", "Close it with a line of three hyphens."),
        ko=Said("머리말(front matter)이 끝나지 않습니다.", "하이픈 세 개(---)만 있는 줄로 닫아 주세요."),
    ),
    "front.yaml": Wording(
        en=Said(
            "The front matter is no valid YAML: {reason}.",
            "Check colons, quotes and indentation here; quote a value that holds a colon.",
        ),
        ko=Said(
            "머리말(front matter)의 YAML 문법이 올바르지 않습니다({reason}).",
            "콜론, 따옴표, 들여쓰기를 확인하고, 콜론이 든 값은 따옴표로 감싸 주세요.",
        ),
    ),
    "front.unquoted": Wording(
        en=Said("The value of {key} is read as plain text.", "Put it in quotes, as YAML asks for such a value."),
        ko=Said("‘{key}’ 항목의 값을 글 그대로 읽었습니다.", "콜론이나 대괄호가 든 값은 따옴표로 감싸 주세요."),
    ),
    "yaml.unclear": Wording(en=Said("what stands there cannot be read"), ko=Said("읽을 수 없는 내용")),
    "front.control": Wording(
        en=Said("The front matter holds a control character.", "Remove it."),
        ko=Said("머리말(front matter)에 제어 문자가 있습니다.", "그 문자를 지워 주세요."),
    ),
    "front.documents": Wording(
        en=Said("The front matter holds a second YAML document.", "Keep one."),
        ko=Said("머리말(front matter)에 YAML 문서가 두 개 있습니다.", "하나만 남겨 주세요."),
    ),
    "front.no_keys": Wording(
        en=Said(
            "The front matter is no list of keys with values.",
            "Write lines such as `title: …`; for a ruled line use `***`.",
        ),
        ko=Said(
            "머리말(front matter)이 키와 값의 목록이 아닙니다.",
            "`title: …`처럼 한 줄씩 써 주세요. 가로줄을 그으려면 `***`를 쓰세요.",
        ),
    ),
    "front.tag": Wording(
        en=Said("The front matter uses the YAML tag {tag}.", "Write the plain value."),
        ko=Said("머리말(front matter)에 YAML 태그가 있습니다({tag}).", "태그 없이 값만 써 주세요."),
    ),
    "front.anchor": Wording(
        en=Said("The front matter uses a YAML anchor or alias.", "Write the value out; quote a value with & or *."),
        ko=Said(
            "머리말(front matter)에 YAML 앵커나 별칭이 있습니다.",
            "값을 그대로 풀어 써 주세요. &나 *가 든 값은 따옴표로 감싸 주세요.",
        ),
    ),
    "front.nesting": Wording(
        en=Said("The front matter is nested more than {limit} levels deep.", "Flatten it."),
        ko=Said("머리말(front matter)이 {limit}단계보다 깊게 겹쳐 있습니다.", "단계를 줄여 주세요."),
    ),
    "front.key": Wording(
        en=Said("A key of the front matter is no plain word.", "Write `key: value`."),
        ko=Said("머리말(front matter)의 키가 단순한 낱말이 아닙니다.", "`키: 값`으로 써 주세요."),
    ),
    "front.repeated": Wording(
        en=Said("The key {key} stands twice.", "Keep one of the two."),
        ko=Said("같은 키가 두 번 나옵니다({key}).", "둘 중 하나만 남겨 주세요."),
    ),
    "field.text": Wording(
        en=Said("The field {key} is no text.", "Write one line of text."),
        ko=Said("‘{key}’ 항목의 값이 글이 아닙니다.", "한 줄의 글로 써 주세요."),
    ),
    "field.words": Wording(
        en=Said("The field {key} is no list of words.", "Write `[one, two]`, a list, or words parted by commas."),
        ko=Said(
            "‘{key}’ 항목의 값이 낱말 목록이 아닙니다.",
            "`[하나, 둘]`이나 목록, 또는 쉼표로 나눈 낱말로 써 주세요.",
        ),
    ),
    "field.many": Wording(
        en=Said("The field {key} has more than {limit} entries; the rest is left out.", "Keep what matters."),
        ko=Said("‘{key}’ 항목의 값이 {limit}개를 넘어 나머지는 뺐습니다.", "중요한 것만 남겨 주세요."),
    ),
    "field.date": Wording(
        en=Said("The field {key} is no date.", "Write a day as 2024-01-31."),
        ko=Said("‘{key}’ 항목의 값이 날짜가 아닙니다.", "2024-01-31처럼 써 주세요."),
    ),
}

_STRUCTURE: Catalogue = {
    "document.no_text": Wording(
        en=Said("The document has no text to answer with.", "Write some."),
        ko=Said("답으로 보여 줄 본문이 없습니다.", "본문을 써 주세요."),
    ),
    "document.sections": Wording(
        en=Said(
            "The document has {count} sections; those from the {first}th on are left out.",
            "Split it into several files.",
        ),
        ko=Said("문서에 글이 {count}개 있어 {first}번째부터는 뺐습니다.", "여러 파일로 나눠 주세요."),
    ),
    "document.nesting": Wording(
        en=Said(
            "Quotes or lists lie more than {limit} levels deep.",
            "Flatten them; what lies deeper is read as plain text.",
        ),
        ko=Said(
            "인용이나 목록이 {limit}단계보다 깊게 겹쳐 있습니다.",
            "단계를 줄여 주세요. 더 깊은 내용은 일반 글로 읽습니다.",
        ),
    ),
    "document.structure": Wording(
        en=Said(
            "The document has more than {limit} lines of headings, items and quotes.",
            "Split it into several files; what follows this line is left out.",
        ),
        ko=Said(
            "제목, 목록, 인용이 모두 {limit}행을 넘습니다.",
            "여러 파일로 나눠 주세요. 이 행부터는 뺐습니다.",
        ),
    ),
    "code.open": Wording(
        en=Said("The code that begins here does not end.", "Close it with a line of {mark}."),
        ko=Said("여기서 시작한 코드 블록이 닫히지 않았습니다.", "{mark} 줄로 닫아 주세요."),
    ),
    "comment.open": Wording(
        en=Said("The comment that begins here does not end.", "Close it with -->."),
        ko=Said("여기서 시작한 주석이 닫히지 않았습니다.", "-->를 써서 닫아 주세요."),
    ),
}

_LINES_EN, _LINES_KO = "Write `- [term, other term]` lines.", "`- [용어, 다른 용어]` 형식의 줄로 써 주세요."

_GLOSSARY: Catalogue = {
    "glossary.unreadable": Wording(
        en=Said("The glossary cannot be read: {reason}.", "Check the file and its permissions."),
        ko=Said("용어집을 읽을 수 없습니다({reason}).", "파일과 읽기 권한을 확인해 주세요."),
    ),
    "glossary.size": Wording(
        en=Said("The glossary is larger than {limit} bytes.", "Remove what is no group of terms."),
        ko=Said("용어집이 {limit}바이트보다 큽니다.", "용어 묶음이 아닌 내용을 지워 주세요."),
    ),
    "glossary.not_utf8": Wording(
        en=Said("The glossary is not UTF-8.", "Save it as UTF-8."),
        ko=Said("용어집의 인코딩이 UTF-8이 아닙니다.", "UTF-8로 저장해 주세요."),
    ),
    "glossary.yaml": Wording(
        en=Said("The glossary is no valid YAML: {reason}.", _LINES_EN),
        ko=Said("용어집의 YAML 문법이 올바르지 않습니다({reason}).", _LINES_KO),
    ),
    "glossary.alias": Wording(
        en=Said("The glossary uses a YAML alias.", "Write the terms out."),
        ko=Said("용어집에 YAML 별칭이 있습니다.", "용어를 그대로 풀어 써 주세요."),
    ),
    "glossary.nesting": Wording(
        en=Said("Lists are nested more than {limit} deep.", _LINES_EN),
        ko=Said("목록이 {limit}단계보다 깊게 겹쳐 있습니다.", _LINES_KO),
    ),
    "glossary.no_list": Wording(
        en=Said("The glossary is no list of groups.", "Begin each group with `- `."),
        ko=Said("용어집이 묶음의 목록이 아닙니다.", "묶음마다 `- `로 시작해 주세요."),
    ),
    "glossary.group": Wording(
        en=Said("A group is no list.", _LINES_EN),
        ko=Said("묶음이 목록이 아닙니다.", _LINES_KO),
    ),
    "glossary.lone_term": Wording(
        en=Said("A group has fewer than two terms.", "Add a term that means the same."),
        ko=Said("묶음의 용어가 두 개보다 적습니다.", "뜻이 같은 용어를 더해 주세요."),
    ),
    "glossary.no_text": Wording(
        en=Said("A term is no text.", "Quote a term with commas or colons."),
        ko=Said("용어가 글이 아닙니다.", "쉼표나 콜론이 든 용어는 따옴표로 감싸 주세요."),
    ),
    "glossary.term": Wording(
        en=Said("'{term}' is no term.", "Use 1 to {limit} characters."),
        ko=Said("‘{term}’: 용어로 쓸 수 없습니다.", "1~{limit}자로 써 주세요."),
    ),
    "glossary.repeated": Wording(
        en=Said("'{term}' already stands in the group of line {line}.", "Join the two groups."),
        ko=Said("‘{term}’: {line}행의 묶음에 이미 있는 용어입니다.", "두 묶음을 하나로 합쳐 주세요."),
    ),
}

CATALOGUE: Catalogue = {**_FRONT_MATTER, **_STRUCTURE, **_GLOSSARY}
