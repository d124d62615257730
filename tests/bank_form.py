"""A form that asks for a bank account, as 612 does."""

from types import SimpleNamespace

from werkzeug.datastructures import MultiDict

from forms.kit.bank_account import KINDS, AccountHolder, AccountNumber, kind_of_account, settle
from forms.kit.bank_name import BankName, BranchName
from forms.kit.fields import Choice
from forms.kit.step import FormContext, StepForm


class BankForm(StepForm):
    bank = BankName("金融機関")
    branch = BranchName("支店")
    account = Choice("預金種別", KINDS, [kind_of_account])
    number = AccountNumber("口座番号")
    holder = AccountHolder("口座名義（カナ）")

    def process(self, formdata=None, *args, **kwargs):
        super().process(formdata, *args, **kwargs)
        settle(self["bank"], self["branch"], self["number"])
        self["holder"].of(company=self.context.about.company)


def filled(company=False, known="サトウ　キョウコ", **boxes):
    """A form of somebody of this name, filled and judged: their account, but for these boxes."""
    about = SimpleNamespace(company=company, holder_kana=known)
    own = {"bank": "0001", "branch": "001", "account": "ordinary", "number": "1", "holder": "サトウキョウコ"}
    form = BankForm(MultiDict({**own, **boxes}), FormContext(None, None, about=about))
    form.validate()
    return form
