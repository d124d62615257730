"""Why does a member do something for a customer? Asked in every sequence of theirs (row S9)."""

from wtforms.validators import ValidationError

from forms.kit.fields import Text

LONGEST, SHORTEST = 200, 5
HINT = "5文字以上200文字以内。監査記録に残ります。パスワード・キーワード・口座番号は書かないでください。"
TOO_SHORT = "理由は、5文字以上で入力してください。"


def enough(form: object, field: Text) -> None:
    """What says nothing is no reason."""
    if len(field.data or "") < SHORTEST:
        raise ValidationError(TOO_SHORT)


def reason() -> Text:
    """The question."""
    return Text("理由", [enough], hint=HINT, attributes={"maxlength": str(LONGEST), "autocomplete": "off"})
