"""Every word of the command line, in English and Japanese. Help is in the language that the caller uses."""

from __future__ import annotations

import locale
import os
from collections.abc import Sequence
from typing import Final

from keikaku.cli.staff_words import STAFF_TEXTS
from keikaku.problem import Lang

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    **STAFF_TEXTS,
    "keikaku": (
        "Publish the plans of a municipality as open data.",
        "市区町村の計画をオープンデータとして公開します。",
    ),
    "build": (
        "Check the source tables and build everything: data packages, linked data and the site.",
        "元の表を検査し、データパッケージ・リンクトデータ・サイトをすべて作ります。",
    ),
    "check": (
        "Check source tables. PATH is a workspace, a city's folder, a CSV or an XLSX file; default: datapackage.",
        "元の表を検査します。PATH は作業フォルダ、市のフォルダ、CSV、XLSX のどれか（省くと datapackage）。",
    ),
    "serve": (
        "Serve a built site with a read-only SPARQL endpoint at /sparql, until interrupted with Ctrl+C.",
        "作ったサイトと、読み出し専用の SPARQL エンドポイント（/sparql）を公開します。Ctrl+C で終わります。",
    ),
    "verify": (
        "Prove the transcription of CITY (a city's folder): look for each value at its page of the documents.",
        "市 CITY（フォルダの名前）の表の値を文書の該当ページに探し、写し取りを確かめます。",
    ),
    "document": (
        "The document, its text or PDF: FILE or SOURCE_ID=FILE; may be repeated, and more files may follow.",
        "文書（テキストか PDF）。「ファイル」か「出典ID=ファイル」。繰り返すか、続けて並べられます。",
    ),
    "min_found": (
        "Least share of the values that must stand at their page.",
        "該当ページになければならない値の割合の下限。",
    ),
    "min_covered": (
        "Least share of the table text that rows must account for.",
        "行がなければならない表の文字の割合の下限。",
    ),
    "max_left": (
        "Most figures, status marks and project numbers of the table text that may be left without a row.",
        "表の文字のうち、行がなくてもよい数値・達成状況の印・事業番号の数の上限。",
    ),
    "all_lists": ("List everything, not only the first 20 of each kind.", "種類ごとに 20 件で切らず、すべて表示する。"),
    "push": (
        "Load a built site into a SPARQL 1.1 store, replacing a graph as a whole, and only if it changed.",
        "作ったサイトのデータを SPARQL 1.1 のストアに入れます。グラフは丸ごと入れ替え、同じなら何も送りません。",
    ),
    "sparql_endpoint": (
        "URL of the store; the three endpoints are found from it (Oxigraph, Fuseki, GraphDB, Virtuoso, QLever).",
        "ストアの URL。三つの窓口はここから探します（Oxigraph、Fuseki、GraphDB、Virtuoso、QLever）。",
    ),
    "graph": (
        "Graph for everything, or with {{lgcode}} in it one graph per city (and one each for vocab and catalog).",
        "全部を入れるグラフの IRI。{{lgcode}} を含めると市ごとのグラフになる（語彙は vocab、カタログは catalog）。",
    ),
    "query_endpoint": ("URL for queries, where it cannot be found.", "問い合わせの URL（自動で見つからないとき）。"),
    "update_endpoint": ("URL for updates, where it cannot be found.", "更新の URL（自動で見つからないとき）。"),
    "graph_store": (
        "URL of the Graph Store Protocol, where it cannot be found.",
        "Graph Store Protocol の URL（自動で見つからないとき）。",
    ),
    "push_city": (
        "Only this city (its code or name) and the vocabulary; may be repeated.",
        "この市（団体コードか名前）と語彙だけを入れる。繰り返せます。",
    ),
    "push_out": ("Folder of the built site.", "作ったサイトのフォルダ。"),
    "dry_run": ("Only tell what would be sent.", "送らずに、送るものだけを表示する。"),
    "push_timeout": (
        "Longest wait for an answer of the store.",
        "ストアの答えを待つ時間の上限（秒）。",
    ),
    "push_unchanged": (
        "{graph}: unchanged ({triples} triples, sha256 {checksum}…); nothing was sent.",
        "{graph}: 変わっていません（{triples} トリプル、sha256 {checksum}…）。何も送っていません。",
    ),
    "push_would": (
        "{graph}: would be replaced: {triples} triples ({megabytes} MB, sha256 {checksum}…) for {before} now.",
        "{graph}: 入れ替わります: {triples} トリプル（{megabytes} MB、sha256 {checksum}…）。今は {before} トリプル。",
    ),
    "push_done": (
        "{graph}: replaced: {triples} triples ({megabytes} MB, sha256 {checksum}…) for {before} before.",
        "{graph}: 入れ替えました: {triples} トリプル（{megabytes} MB、sha256 {checksum}…）。前は {before} トリプル。",
    ),
    "publish": (
        (
            "Publish built data on a portal of keikaku.toml (CKAN, or a folder for uploading by hand). Without --yes, "
            "only show what would change."
        ),
        (
            "作ったデータを、keikaku.toml のポータル（CKAN か、手で登録するためのフォルダ）に出します。"
            "--yes がなければ、変わることを見せるだけです。"
        ),
    ),
    "publish_portal": ("Portal: its name in keikaku.toml.", "ポータル（keikaku.toml での名前）。"),
    "publish_city": (
        "Only this city (its code or name); may be repeated. All cities of the build where it is left out.",
        "この市だけ（団体コードか名前）。繰り返せます。省くと、作ったサイトのすべての市。",
    ),
    "publish_yes": ("Write to the portal.", "ポータルに書き込む。"),
    "publish_dry_run": (
        "Write nothing, even with --yes (this is the default).",
        "書き込まない（--yes を付けても）。指定しなくても同じ。",
    ),
    "publish_prune": (
        "Also delete files that this command put there and that are no longer published.",
        "以前に登録し、今は公開していないファイルを、ポータルから削除する。",
    ),
    "publish_overwrite": (
        "Take ours over what somebody else edited, hid or deleted on the portal.",
        "ポータルの側で編集・非公開・削除されたものも、手元の内容に戻す。",
    ),
    "publish_config": ("File that declares portals.", "ポータルを書いたファイル。"),
    "publish_only_shown": (
        "Nothing was written. Add --yes to publish.",
        "何も書き込んでいません。登録するには --yes を付けてください。",
    ),
    "publish_stopped": ("{name} on {portal}:", "{portal} の {name}:"),
    "publish_new": ("{name}: new on the portal ({url})", "{name}: ポータルにまだありません（{url}）"),
    "publish_there": ("{name}: {url}", "{name}: {url}"),
    "publish_field": ("  ~ {name}: {before} -> {after}", "  ~ {name}: {before} → {after}"),
    "publish_field_edited": (
        "  ! {name}: {before} -> {after} (edited on the portal)",
        "  ! {name}: {before} → {after}（ポータルで編集されています）",
    ),
    "publish_file_new": ("  + {name} ({size} bytes)", "  + {name}（{size} バイト）"),
    "publish_file_changed": ("  * {name} (new content, {size} bytes)", "  * {name}（内容が変わった、{size} バイト）"),
    "publish_file_described": ("  ~ {name} (its description only)", "  ~ {name}（説明だけ）"),
    "publish_file_vanished": (
        "  ? {name} is no longer published and stays on the portal (--prune deletes it)",
        "  ? {name} は公開をやめたファイルです。ポータルには残します（--prune で削除）",
    ),
    "publish_file_pruned": ("  - {name} (deleted)", "  - {name}（削除）"),
    "publish_file_edited": (" - edited on the portal", "（ポータルで編集されています）"),
    "publish_edited": (
        "  {number} of these were edited on the portal: --yes refuses, unless with --overwrite.",
        "  このうち {number} 件はポータルで編集されています。--overwrite がなければ --yes でも書き込みません。",
    ),
    "publish_hidden": ("  The dataset is private; it is made public.", "  データセットは非公開です。公開にします。"),
    "publish_same": ("  {number} of {all} files unchanged", "  {all} ファイルのうち {number} は変わっていません"),
    "publish_done": (
        "  Published and read back: {url}",
        "  登録し、読み返して確かめました: {url}",
    ),
    "publish_nothing": ("  The portal holds all of it already.", "  ポータルはすでにこのとおりです。"),
    "publish_calls": (
        "  Calls: {reads} reading, {writes} writing ({seconds} s)",
        "  呼び出し: 読み出し {reads} 回、書き込み {writes} 回（{seconds} 秒）",
    ),
    "publish_new_folder": ("{name}: not written yet ({url})", "{name}: まだ書き出していません（{url}）"),
    "publish_file_paper_folder": ("  + {name}", "  + {name}"),
    "publish_file_vanished_folder": (
        "  ? {name} is no longer published and leaves the folder",
        "  ? {name} は公開をやめたファイルです。フォルダから除きます",
    ),
    "publish_file_edited_folder": (" - changed by hand in the folder", "（フォルダで手が加えられています）"),
    "publish_edited_folder": (
        "  {number} files were changed by hand in the folder: --yes refuses, unless with --overwrite.",
        "  {number} 件のファイルはフォルダで手が加えられています。--overwrite がなければ --yes でも書き込みません。",
    ),
    "publish_done_folder": (
        "  Written. What to do now: {url}",
        "  書き出しました。次にすることは {url} にあります。",
    ),
    "publish_nothing_folder": (
        "  The folder holds all of it already. Steps: {url}",
        "  フォルダはすでにこのとおりです。手順: {url}",
    ),
    "publish_site_new": ("{name}: not published yet at {url}", "{name}: {url} にまだありません"),
    "publish_site_there": ("{name}: {url}", "{name}: {url}"),
    "publish_site_count": (
        "  {new} new, {changed} changed, {unchanged} unchanged, {vanished} no longer in the site",
        "  新しい {new}、変わった {changed}、変わっていない {unchanged}、サイトからなくなった {vanished}",
    ),
    "publish_site_more": (
        "  {sign} … and {number} more (all in the log)",
        "  {sign} … ほか {number} 件（すべて記録にあります）",
    ),
    "publish_site_file": ("  {sign} {name} ({size} bytes)", "  {sign} {name}（{size} バイト）"),
    "publish_site_edited": (
        "  ! {name}: changed or removed there since it was published",
        "  ! {name}: 公開したあとで、公開先で変えられたか、削除されています",
    ),
    "publish_site_vanished": (
        "  ? {name} is no longer in the site and stays there (--prune deletes it)",
        "  ? {name} はサイトからなくなりました。公開先には残します（--prune で削除）",
    ),
    "publish_site_pruned": ("  - {name} (deleted)", "  - {name}（削除）"),
    "publish_site_archived": ("  # {name} (archived for ever)", "  # {name}（保存庫に永続的に残す）"),
    "publish_site_foreign": (
        "  {number} files there are not ours and stay: {names}",
        "  公開先に、ほかの人のファイルが {number} 件あります。そのまま残します: {names}",
    ),
    "publish_site_unfinished": (
        "  An earlier run did not end: its work is completed.",
        "  前の公開が途中で終わっています。続きを行います。",
    ),
    "publish_site_refuses": (
        "  {number} files were changed on the host: --yes refuses, unless with --overwrite.",
        "  このうち {number} 件は公開先で変えられています。--overwrite がなければ --yes でも書き込みません。",
    ),
    "publish_site_done": ("  Published and read back: {url}", "  公開し、読み返して確かめました: {url}"),
    "publish_site_nothing": ("  The host holds all of it already.", "  公開先はすでにこのとおりです。"),
    "publish_out": ("Folder of the built site.", "作ったサイトのフォルダ。"),
    "city": (
        "Only this city (the name of its folder); may be repeated. The output then holds no other city.",
        "この市だけを作る（フォルダの名前）。繰り返せます。出力にはほかの市が含まれなくなります。",
    ),
    "out": ("Folder to write to.", "出力先のフォルダ。"),
    "base_url": (
        "URL at which the site will stand; URIs begin with it.",
        "公開先の URL。URI はこれで始まります。",
    ),
    "source": ("Workspace: the folder that holds the cities.", "作業フォルダ（市のフォルダが並ぶ場所）。"),
    "jobs": (
        "How many cities are written at once; as many as there are processors if not given.",
        "同時に書き出す市の数。指定しなければ CPU の数。",
    ),
    "format": ("Form of the report.", "報告の形式。"),
    "output": ("Write the report to this file.", "報告をこのファイルに書く。"),
    "lint": (
        "Judge any CSV file or workbook (.xlsx), plan or not, by the 30 national rules on machine readability.",
        "CSV か Excel ブック（.xlsx）を、計画の表でなくても、国の機械可読性の 30 の規則で調べます。",
    ),
    "lint_all": ("List every place, also many of one kind.", "同じ種類の場所が多くても、すべて表示する。"),
    "returned": (
        "Also write a copy of the checked workbook (or of the CSV files as one) with each wrong cell marked.",
        "検査した表の写しに、直すセルの色と直し方のコメントを付けたブックも作る（元の表は変わりません）。",
    ),
    "returned_written": (
        "Marked workbook written to {path}: {marked} problems at their cells, {unmarked} in its first sheet only.",
        "直すところを書き込んだブックを {path} に作りました（セルに {marked} 件、一覧だけに {unmarked} 件）。",
    ),
    "all": ("List every problem, also many of one kind.", "同じ種類の問題が多くても、すべて表示する。"),
    "static": (
        "Serve files only: a preview, without the endpoint.",
        "ファイルだけを配信する（エンドポイントなしの下見用）。",
    ),
    "timeout": ("Longest time of one query.", "一つの問い合わせにかけられる時間の上限（秒）。"),
    "max_rows": ("Most rows or triples of one answer.", "一つの答えの行またはトリプルの数の上限。"),
    "max_memory": (
        "Most memory of one query beyond the data's own (where the system can limit it).",
        "一つの問い合わせが使えるメモリーの上限（データの分を除く。OS に制限の機能がある場合）。",
    ),
    "workers": (
        "Processes that run queries, each with the data in memory; one client holds at most all but one.",
        "問い合わせを処理するプロセスの数。それぞれがデータを読み込みます。一つの接続元が使えるのは、一つを残した数まで。",
    ),
    "host": ("Address to listen on.", "待ち受けるアドレス。"),
    "port": ("Port to listen on; 0 takes a free one.", "待ち受けるポート。0 なら空いているものを使う。"),
    "lang": ("Language of messages and help.", "表示の言語。"),
    "version": ("Show the version and exit.", "版を表示して終わる。"),
    "help": ("Show this message and exit.", "この説明を表示して終わる。"),
    "usage": ("Usage", "使い方"),
    "options": ("Options", "オプション"),
    "commands": ("Commands", "コマンド"),
    "default": ("default", "既定値"),
    "wrong": ("Wrong usage", "使い方の誤り"),
    "try": ("See '{command} --help'.", "「{command} --help」を見てください。"),
    "no_option": ("There is no option {name}.", "{name} というオプションはありません。"),
    "no_command": (
        "There is no such command, or one is missing.",
        "そのコマンドはないか、コマンドが書かれていません。",
    ),
    "bad_value": ("The value of {name} is not valid.", "{name} の値が正しくありません。"),
    "step_check": ("checking {city}", "{city} を検査しています"),
    "step_write": ("writing {city}", "{city} を作っています"),
    "interrupted": ("Interrupted.", "中断しました。"),
    "built": (
        "Built {out}: {rows} rows, {triples} triples, {pages} pages.",
        "{out} を作りました: {rows} 行、{triples} トリプル、{pages} ページ。",
    ),
    "kept": (
        "Nothing was written; the last build still stands.",
        "何も書き込んでいません。前回の公開物はそのまま残っています。",
    ),
    "serving": (
        "Serving {folder} at {url} (Ctrl+C ends).",
        "{folder} を {url} で表示しています（Ctrl+C で終了）。",
    ),
    "no_site": (
        "{folder} holds no built site; run keikaku build first.",
        "{folder} に作ったサイトがありません。先に keikaku build を実行してください。",
    ),
    "no_data": (
        "{folder} cannot be loaded: {reason}",
        "{folder} のデータを読み込めません: {reason}",
    ),
    "no_port": ("Cannot listen on {host}:{port}: {reason}", "{host}:{port} で待ち受けできません: {reason}"),
    "no_write": ("Cannot write {path}: {reason}", "{path} に書き込めません: {reason}"),
    "written": ("Report written to {path}.", "報告を {path} に書きました。"),
}


def say(key: str, lang: Lang, **facts: str | int) -> str:
    """Give a text in the language, filled with facts."""
    english, japanese = _TEXTS[key]
    return (japanese if lang == "ja" else english).format_map(facts)


def language(arguments: Sequence[str]) -> Lang:
    """Tell the language of a call: `--lang` wherever it stands, else the locale, else English.

    It is needed before the arguments are parsed, since the help itself is in it.
    """
    for number, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return "ja" if argument == "--lang=ja" else "en"
        if argument == "--lang" and number + 1 < len(arguments):
            return "ja" if arguments[number + 1] == "ja" else "en"
    return "ja" if _japanese_locale() else "en"


def _japanese_locale() -> bool:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("ja")
    try:
        locale.setlocale(locale.LC_CTYPE, "")
        name = locale.getlocale(locale.LC_CTYPE)[0] or ""
    except (locale.Error, ValueError):
        return False
    # Windows calls it Japanese_Japan.
    return name.lower().startswith(("ja_", "japanese"))
