"""What is a customer told of a file that is not taken as a picture? (E-30, E-31)"""

MEGABYTE = 2**20
FORMATS = "JPEG、PNG、WebP、HEIC形式の写真を選択してください。"
_TOLD = {
    "empty": "「{name}」は中身が空（0バイト）です。別の写真を選択してください。",
    "no picture": "「{name}」は写真として読み取れませんでした。" + FORMATS,
    "too many pixels": (
        "「{name}」は画素数が大きすぎるため、読み取れませんでした。スマートフォンのカメラの設定で、写真のサイズを"
        "「12MP」や「標準」にして撮り直すか、サイズを小さくした写真を選択してください。"
    ),
    "too large": "「{name}」は{size}MBあります。1枚{most}MBまでの写真を選択してください。",
    "broken": (
        "「{name}」は途中までしか読み取れませんでした。もう一度同じ写真を選択するか、別の写真を選択してください。"
    ),
    "too many": (
        "写真は{many}枚まで選択できます。「{name}」は登録していません。別の写真を削除してから、選択してください。"
    ),
    "harmful": "「{name}」は、安全を確認できなかったため、登録していません。別の写真を選択してください。",
}


def refused(reason: str, name: str, size: int, most: int, many: int) -> str:
    """Why a file of this `name` and `size` in bytes was refused, where one may have `most` megabytes and `many` may be
    sent at a time; "" for no reason. The size is rounded up, so that it never reads as if it were small enough."""
    if not reason:
        return ""
    tenths = -(-size * 10 // MEGABYTE)
    return _TOLD[reason].format(name=name, size=f"{tenths / 10:g}", most=most, many=many)
