"""What is said of a picture that may be hard to make out, and what can be done about it? It can be sent as it is."""

# By the values of Doubt in domain/photos/pictures.py.
DOUBTS = {
    "dark": "暗く写っているようです。明るいところで撮り直すと、伝わりやすくなります。このまま送ることもできます。",
    "blurred": "ぼやけて写っているようです。手を止めて撮り直すと、伝わりやすくなります。このまま送ることもできます。",
    "small": "細かい部分が見えにくいようです。元の画像に替えると、見やすくなります。このまま送ることもできます。",
    "doubled": "ほかの画像とよく似ています。同じ画像は、どちらかを削除してください。このまま送ることもできます。",
}
