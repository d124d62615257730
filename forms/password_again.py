"""What is asked before what matters most? 715."""

from forms.kit.passwords import CurrentPassword
from forms.kit.step import StepForm


class PasswordAgainForm(StepForm):
    """715: the password once more."""

    button = "次へ"
    password = CurrentPassword("パスワード")
