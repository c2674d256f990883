"""Words of the commands that staff use while they write a plan down, as (English, Japanese)."""

from __future__ import annotations

from typing import Final

STAFF_TEXTS: Final[dict[str, tuple[str, str]]] = {
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
}
