"""Every word of the command line, in English and Japanese. Help is in the language that the caller uses."""

from __future__ import annotations

import locale
import os
from collections.abc import Sequence
from typing import Final

from keikaku.problem import Lang

_TEXTS: Final[dict[str, tuple[str, str]]] = {
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
    "init": (
        "Start a city: make its folder from its code (five or six digits) or its name.",
        "市区町村を始めます。団体コード（5 桁か 6 桁）か名称から、その市区町村のフォルダを作ります。",
    ),
    "init_plan_title": ("Title of the plan.", "計画の名称。"),
    "init_start": (
        "First fiscal year of the plan: 2024, R6 or 令和6年度.",
        "計画の最初の年度（2024、R6、令和6年度）。",
    ),
    "init_end": ("Last fiscal year of the plan.", "計画の最後の年度。"),
    "init_plan_id": ("Code of the plan, part of its address: dx.", "計画の符号。アドレスの一部になる（dx など）。"),
    "init_folder": ("Name of the city's folder.", "市区町村のフォルダの名前。"),
    "init_name_en": ("English name of the municipality.", "市区町村の英語の名称。"),
    "init_licence": ("Terms of use of the published data.", "公開するデータの利用条件。"),
    "init_pages": (
        "Whether the page of the printed plan is noted for each row.",
        "計画書のページ番号を行ごとに記録するか。",
    ),
    "init_yes": (
        "Ask nothing: take the proposals for what is not given.",
        "何も尋ねず、指定のないものは案のとおりにする。",
    ),
    "init_found": ("{city} ({kana}, {en})", "{city}（{kana}、{en}）"),
    "ask_plan_title": ("Title of the plan", "計画の名称"),
    "ask_start": ("First fiscal year (2024, R6, 令和6年度)", "最初の年度（令和6年度、R6、2024 など）"),
    "ask_end": ("Last fiscal year", "最後の年度"),
    "ask_plan_id": ("Code of the plan, part of its address", "計画の符号（半角英数。アドレスの一部になります）"),
    "ask_folder": ("Name of the folder", "フォルダの名前（半角英数）"),
    "ask_name_en": ("English name", "英語の名称"),
    "ask_licence_list": (
        "Terms of use: cc-by-4.0 (credit the city), cc0-1.0 (no conditions), pdl-1.0 (the government's terms)",
        "利用条件: cc-by-4.0（出典を示す）、cc0-1.0（条件なし）、pdl-1.0（公共データ利用規約）、later（後で決める）",
    ),
    "ask_licence": ("Terms of use", "利用条件"),
    "ask_again": ("Please write it like this: {example}", "次のように書いてください: {example}"),
    "init_done": ("Made {folder}.", "{folder} を作りました。"),
    "init_no_licence": (
        "Not decided yet: the terms of use. Before publishing: keikaku init {lgcode} --licence cc-by-4.0{source}",
        "まだ決まっていないもの: 利用条件。公開前に keikaku init {lgcode} --licence cc-by-4.0{source} などで決めます。",
    ),
    "init_licence_added": (
        "The terms of use were written into {file}; nothing else was changed.",
        "利用条件を {file} に書きました。ほかは何も変えていません。",
    ),
    "init_next": (
        (
            "Still missing: policies, projects, indicators, targets, results.\n"
            "Next:\n"
            "  1. keikaku template --city {folder}{source}    makes a workbook (--one-sheet: a simple one)\n"
            "  2. fill the workbook and save it\n"
            "  3. keikaku import FILE.xlsx --city {folder}{source}    takes it in\n"
            "See what is missing at any time: keikaku check {place}"
        ),
        (
            "まだ足りないもの: 施策・事業・指標・目標値・実績。\n"
            "次にすること:\n"
            "  1. keikaku template --city {folder}{source}    入力様式を作る（--one-sheet なら一枚の簡単な様式）\n"
            "  2. できた様式に記入して保存する\n"
            "  3. keikaku import ファイル.xlsx --city {folder}{source}    取り込む\n"
            "足りないものは、いつでも keikaku check {place} で確かめられます。"
        ),
    ),
    "template": (
        "Make the workbook that staff fill: drop-down lists, explanations, an example.",
        "職員が記入する入力様式（Excel ブック）を作ります。選択肢・説明・記入例の付いたものです。",
    ),
    "template_city": (
        "The city whose data the workbook holds already (the name of its folder).",
        "すでにあるデータを書き込む市（フォルダの名前）。省くと白紙の様式。",
    ),
    "template_edition": ("Only this edition (its id).", "この版だけを書き込む（版ID）。"),
    "template_one_sheet": (
        "One sheet, one row a project and indicator: for small towns.",
        "一枚だけの様式（一行が一つの事業と指標）。小さな町村向け。",
    ),
    "template_all_sheets": (
        "All tables and columns, also the rarely used ones.",
        "あまり使わない表や列も、すべて入れる。",
    ),
    "template_output": ("File to write (.xlsx).", "書き出すファイル（.xlsx）。"),
    "template_done": (
        "Made {path} ({sheets} sheets to fill, {rows} rows in them). Begin with the sheet 手引き.",
        "{path} を作りました（記入するシート {sheets} 枚、書き込み済み {rows} 行）。「手引き」から始めてください。",
    ),
    "template_next": (
        "When it is filled: keikaku import {path} --city {city}{source}",
        "記入したら: keikaku import {path} --city {city}{source}",
    ),
    "template_sample": (
        "The years are a sample; with --city they are those of the city's plan.",
        "年度は見本です。--city を付けると、その市の計画の年度になります。",
    ),
    "template_no_xlsx": ("The name must end in .xlsx: {path}", "名前の終わりを .xlsx にしてください: {path}"),
    "serve": (
        "Serve a built site with a read-only SPARQL endpoint at /sparql, until interrupted with Ctrl+C.",
        "作ったサイトと、読み出し専用の SPARQL エンドポイント（/sparql）を公開します。Ctrl+C で終わります。",
    ),
    "verify": (
        "Prove the transcription of CITY (a city's folder): look for each value at its page of the documents.",
        "市 CITY（フォルダの名前）の表の値を文書の該当ページに探し、写し取りを確かめます。",
    ),
    "status": (
        "Tell what the tables of a city hold, what is missing, and which results are still to be reported.",
        "表の入力の状況、足りないもの、まだ報告されていない実績を表示します。",
    ),
    "status_city": (
        "Only this city (its folder or code); may be repeated.",
        "この市だけ（フォルダの名前か団体コード）。繰り返せます。",
    ),
    "status_fiscal_year": (
        "Only what is due in this fiscal year; without it, the current one and all before it.",
        "この年度の分だけを表示する（省くと、今の年度までのすべて）。",
    ),
    "status_as_of": (
        "The day that decides which fiscal year is the current one; default: today.",
        "どの年度を「今の年度」とするかを決める日（省くと今日）。",
    ),
    "status_all": ("List everything, not only the first of each.", "先頭の数件で切らず、すべて表示する。"),
    "diff": (
        "Tell what differs between OLD and NEW: editions of a plan, folders of tables, or published packages.",
        "OLD と NEW（計画の版、表のフォルダ、公開したパッケージ）の違いを表示します。",
    ),
    "diff_format": ("Form of the answer.", "答えの形式。"),
    "diff_output": ("Write the answer to this file.", "答えをこのファイルに書く。"),
    "diff_all": (
        "List also the rows that only stand elsewhere or follow a new number.",
        "掲載場所だけの違いや、番号の付け替えに伴う書き換えの行も、すべて表示する。",
    ),
    "diff_exit_code": (
        "Exit with 1 where there are differences (else 0 in both cases; 2 where nothing could be compared).",
        "違いがあれば終了コードを 1 にする（省くとどちらでも 0。比べられないときは 2）。",
    ),
    "preview": (
        "Show the site in the browser while the tables are edited: each saved file is shown at once. Ctrl+C ends it.",
        "表を直しながら、できあがりをブラウザで見ます。保存するとすぐに新しくなります。Ctrl+C で終わります。",
    ),
    "preview_city": (
        "Only this city (the name of its folder); may be repeated. All cities where it is left out.",
        "この市だけを見る（フォルダの名前）。繰り返せます。省くとすべての市。",
    ),
    "preview_out": (
        "Folder for the previewed site, which is that of keikaku build.",
        "プレビューのサイトを書き出すフォルダ（中身は keikaku build と同じ）。",
    ),
    "preview_workbook": (
        "Show the city as this workbook would make it, imported anew when it is saved. The tables stay as they are.",
        "この Excel を取り込んだときの姿を見る。保存するたびに読み直す。元の表は変わりません。",
    ),
    "preview_running": (
        "Another preview writes to {folder}. End it first, or name another folder with --out.",
        "別のプレビューが {folder} を使っています。先にそれを終えるか、--out で別のフォルダを指定してください。",
    ),
    "preview_one_city": (
        "With --workbook name exactly one city: --city NAME.",
        "--workbook を使うときは、市を一つだけ --city で指定してください。",
    ),
    "preview_ready": (
        "Open {url} in a browser (Ctrl+C ends).",
        "ブラウザで {url} を開いてください（Ctrl+C で終了）。",
    ),
    "preview_port": (
        "Port {port} is taken; {other} is used instead.",
        "ポート {port} は使われているので、代わりに {other} を使います。",
    ),
    "preview_shown": (
        "The tables are sound ({warnings} warnings) and shown in the browser ({seconds} s). Writing the rest ...",
        "表を読み、ブラウザに反映しました（{seconds} 秒。注意 {warnings} 件）。残りを書き出しています…",
    ),
    "preview_written": (
        "All {pages} pages and all files are up to date ({seconds} s).",
        "すべてのページ（{pages}）とファイルが最新になりました（{seconds} 秒）。",
    ),
    "preview_mended": ("The tables are sound again.", "表の問題はなくなりました。"),
    "preview_faults": (
        "The browser goes on showing the last sound tables. Mend what is told above and save.",
        "ブラウザには問題が起きる前のページが残っています。上の問題を直して保存してください。",
    ),
    "preview_failed": (
        "The site could not be written: {reason}",
        "サイトを書き出せませんでした: {reason}",
    ),
    "preview_see_above": ("see above", "上の知らせを見てください"),
    "preview_ending": ("Tidying up ...", "片付けています…"),
    "preview_ended": ("The preview has ended.", "プレビューを終わりました。"),
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
    "import": (
        "Import FILE (the workbook of keikaku template, our own workbook, or CSV) into a city's tables.",
        "FILE（keikaku template の様式、公開したブック、CSV）を市の表に取り込みます。",
    ),
    "import_city": ("City to import into (the name of its folder).", "取り込む市（フォルダの名前）。"),
    "import_edition": (
        "Edition of rows that name none; registers are then only added to.",
        "版の書かれていない行の版ID。指定すると、計画・課などの一覧からは行を消しません。",
    ),
    "import_mend": (
        "Mend what can be mended: divide number and unit (with a row in corrections), fill merged cells.",
        "直せるものは直して取り込む（数値と単位を分けて訂正・注記に残す、結合されたセルを埋める）。",
    ),
    "import_keep": ("Keep rows of the tables that the file lacks.", "ファイルにない行も、表に残す。"),
    "import_undo": (
        "Go back to the tables before the last import (no FILE).",
        "直前の取り込みの前の表に戻す（FILE は指定しない）。",
    ),
    "import_dry_run": ("Only show what would change.", "変わることを表示するだけで、書き込まない。"),
    "import_yes": ("Write without asking.", "確かめずに書き込む。"),
    "import_ask": ("Write these changes?", "この内容で書き込みますか？"),
    "import_refused": (
        "Nothing was written: mend the errors and import again.",
        "何も書き込んでいません。エラーを直して、もう一度取り込んでください。",
    ),
    "import_nothing": (
        "The tables say the same already; nothing was written.",
        "表と同じ内容です。何も書き込んでいません。",
    ),
    "import_only_shown": ("Nothing was written.", "何も書き込んでいません。"),
    "import_needs_yes": (
        "Nothing was written: nobody can be asked here. Add --yes to write, or --dry-run to look only.",
        "何も書き込んでいません。ここでは確認できません。書き込むには --yes、見るだけなら --dry-run を付けてください。",
    ),
    "import_written": (
        "Written to {folder}. Next: keikaku build --city {city}",
        "{folder} に書き込みました。次は keikaku build --city {city} です。",
    ),
    "import_kept": (
        "The former tables are in {folder}; keikaku import --undo --city {city} goes back.",
        "前の表は {folder} にあります。keikaku import --undo --city {city} で元に戻せます。",
    ),
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
