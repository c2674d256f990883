"""What the reader of Hanno's plan cannot parse: small literal tables, and how their words are found in the document."""

from __future__ import annotations

import re

from text import Document, ReadError, era_span, plain

# The first lines of the pages that no footnote and no heading of the table of contents shows; why each is one.
PAGE_HEADS = """
## ○ インターネット利用率（個人）の推移 | page 4 holds one chart; footnote 4 stands on the page of its mark
## ②地方自治体におけるデジタル技術の導入状況 | eight pages from 4 to 11, and this is the only heading of its rank
1-2-2 | the table goes on under an empty head
● 基本方針 3 | one break between the pages 18 and 22 shows nowhere; both ○ under ③ below are of one rank, hence one page
### ③関連計画におけるデジタル政策 | a new numbered part, after a page full of tables
図表2-11 インターネットの利用状況 | charts; the page above is full of text
## ○ キャッシュレス決済の利用状況 | a heading of the first rank, which a page tends to start with
## ○ 市の情報発信 | a heading of the first rank
## ○ 市のデジタル化の取組 | a heading of the first rank
## ②職員のデジタル化に対する意識 | a heading of the first rank
## ○ 地域向け業務のデジタル化・DX | a heading of the first rank
#### ④若手職員によるデジタル化施策の検討 | its rank is not that of ③, which it would be on the same page
## ○ デジタル化・DX推進に向けた人材育成・体制整備 | a heading of the first rank
ジタル基盤の導入だけでなく | a sentence broken over the pages 37 and 38
## 1-2 | a heading of the first rank, after a reprinted page
## 2-3 | a heading of the first rank, after a reprinted page
## 2-3 | a heading of the first rank, after a reprinted page
## 【取組事例】スマートメーター | a heading of the first rank, and a reprinted page
#### 推進施策 4 | its rank is lower than that of the reprint above, and another reprint follows
## 4-2 | a heading of the first rank, after a reprinted page
## 推進施策2 | a heading of the first rank; four pages from 56 to 59
### 推進施策3 | after 推進施策2; four pages from 56 to 59
"""

# Damage of the text, and what it is read as, in normalised columns.
REPAIRS = {"凈": "浄"}

# Id | name as printed, in the order of their first mention, lists of departments before prose.
DEPARTMENTS = """
shimin | 市民課
shuzei | 収税課
kodomo-shien | こども支援課
iji-koen | 維持公園課
jichi-shinko | 自治振興課
kanko-ecotourism | 観光・エコツーリズム課
kaikei | 会計課
shokuin | 職員課
kikaku | 企画課
keiyaku-kensa | 契約検査課
koho-joho | 広報情報課
shimin-kaikan | 市民会館
shomu | 庶務課
toshi-keikaku | 都市計画課
shisanzei | 資産税課
suido-komu | 水道工務課
sports | スポーツ課
hakubutsukan | 博物館
gakko-kyoiku | 学校教育課
nogyo-shinko | 農業振興課
choju-higai | 鳥獣被害対策室
shinrin-zukuri | 森林づくり課
sangyo-shinko | 産業振興課
kotsu-seisaku | 交通政策課
suido-gyomu | 水道業務課
kankyo-ryokusui | 環境緑水課
seikatsu-anzen | 生活安全課
hoken-center | 保健センター
hoiku | 保育課
kodomo-shisetsu | こども施設課
chiiki-fukushi | 地域福祉課
iryo-kanri | 医療管理課
zaisei | 財政課
shisan-keiei | 資産経営課
kakuka | 各課
kankei-kakuka | 関係各課
zenka | 全課
joho-system-iinkai | 飯能市情報システム委員会
"""

# Concepts of the glossary that the cities share, by the term of this plan's own glossary.
CONCEPTS: dict[str, str] = dict(
    re.findall(
        r"(\S+)=(\S+)",
        """
AI=ai AI-OCR=ai-ocr AIチャットボット=ai-chatbot BPR=bpr CMS=cms DX=dx EBPM=ebpm eL-QR=el-qr
GIGAスクール構想=giga-school GIS=gis ICT=ict LTE=lte OODAループ=ooda PDCAサイクル=pdca QOL=qol RPA=rpa SNS=sns
インターネット=internet オープンデータ=open-data 書かない窓口=write-free-counter ガバメントクラウド=gov-cloud
キャリアパス=career-path クラウド=cloud 三位一体=three-in-one 自治体フロントヤード改革=front-yard-reform
情報通信技術=ict 人工知能=ai
スマートメーター=smart-meter スマートロック=smart-lock 生成AI=generative-ai チャットツール=chat-tool
地理情報システム=gis デジタルアーカイブ=digital-archive
デジタル社会の実現に向けた改革の基本方針=digital-society-policy デジタル人財=digital-talent
デジタルデバイド=digital-divide デジタル・トランスフォーメーション=dx デジタルリテラシー=digital-literacy
テレワーク=telework ドローン=drone ノーコードツール=no-code バックヤード改革=back-yard-reform 光ファイバ=optical-fibre
ブレインストーミング=brainstorming フロントヤード改革=front-yard-reform ポータルサイト=portal-site
マイナポータル=mynaportal マイナンバーカード=my-number-card 無線LAN(Wi-Fi)=wireless-lan メタバース=metaverse
ユーザビリティ=usability IT基本法=it-basic-act デジタルファースト=digital-first ワンスオンリー=once-only
コネクテッド・ワンストップ=one-stop
""",
    )
)

# Footnotes on terms that the glossary lacks: number | term as marked in the text.
FOOTNOTE_TERMS = """
9 | IT基本法
29 | デジタルファースト
30 | ワンスオンリー
31 | コネクテッド・ワンストップ
"""

# Total: policy | measure | derivation | as printed | value | unit | the phrase that holds it. The rates beside the
# titles of the policies are parsed.
TOTALS = """
 | 事業数 | projects | 35の事業 | 35 | 事業 | 35の事業
 | 目標達成度 | mean_of_results | 76.1% | 76.1 | % | 76.1%
3 | 目標達成度 | repeats | 72% | 72 | % | 72%でした
1 | 目標達成度 | repeats | 77% | 77 | % | 77%でした
2 | 目標達成度 | repeats | 77% | 77 | % | 77%でした
1 | 目標達成度が50%に達しなかった事業数 | projects_below | 3事業 | 3 | 事業 | 基本方針1のうち3事業
3 | 目標達成度が50%に達しなかった事業数 | projects_below | 2事業 | 2 | 事業 | 基本方針3のうち2事業
 | 目標達成度が50%に達しなかった事業数 | projects_below | 計5事業 | 5 | 事業 | 計5事業
"""

# Printed date | title | the phrase that tells this date from others like it, where it is not unique.
EVENTS = """
令和2(2020)年12月25日 | 「デジタル社会の実現に向けた改革の基本方針」を閣議決定
令和3（2021）年5月 | 「デジタル庁設置法」が制定 | 令和3（2021）年5月）
令和3（2021）年5月 | 「デジタル社会形成基本法」が制定 | 令和3（2021）年5月、デジタル社会の形成
令和3（2021）年9月1日 | デジタル庁が発足
令和3（2021）年12月 | 最初の「デジタル社会の実現に向けた重点計画」が策定
令和7（2025）年6月 | 「デジタル社会の実現に向けた重点計画」を改定 | 令和7（2025）年6月に改定
平成12（2000）年11月 | 高度情報通信ネットワーク社会形成基本法(IT基本法)が制定
令和2（2020）年12月 | 最初の「自治体DX推進計画」が策定 | 令和2（2020）年12月に最初の
令和7（2025）年3月 | 「自治体DX推進計画」を改定
令和6（2024）年12月24日 | 地方公共団体情報システム標準化基本方針を閣議決定
令和5（2023）年4月から | 地方公共団体の納付書に地方税統一QRコードを印字
令和8（2026）年9月から | 地方税統一QRコードが地方税以外の公金収納にも活用可能となる予定 | 令和8（2026）年9月からは
令和3（2021）年3月 | 最初の埼玉県デジタルトランスフォーメーション推進計画が策定 | 令和3（2021）年3月に最初の
令和6（2024）年3月 | 第2期埼玉県デジタルトランスフォーメーション推進計画が策定
令和6（2024）年5月 | 国が「データ連携基盤の共同利用の基本的な考え方」を提示
平成11(1999)年3月 | 「飯能市地域情報化基本計画」を策定
平成21(2009)年3月 | 「飯能市地域情報化推進プラン」を策定
平成28(2016)年3月 | 「飯能市地域情報化推進計画」を策定
令和4(2022)年3月 | 「第2次飯能市地域情報化推進計画」を策定
平成13(2001)年度 | ホームページを開設
平成23(2011)年度 | ホームページのCMS化を実施
令和4(2022)年度 | ホームページを全面リニューアル | 令和4(2022)年度に全面リニューアル
平成24(2012)年度から | 市X(旧Twitter)の運用を開始
平成26(2014)年度から | Facebookの運用を開始
令和4(2022)年度から | Instagramの運用を開始 | 令和4(2022)年度から運用を開始
平成3(1991)年度 | 基幹系システムの即時処理運用を開始
平成14(2002)年度 | 住民基本台帳ネットワークを導入
平成18(2006)年度 | 県内市町村の共同利用による電子申請システムを導入
平成24(2012)年度 | 地区行政センター(富士見を除く)での証明発行、転居等の異動手続業務を導入 | 業務(平成24(2012)年度
令和元(2019)年度 | マイナンバーカードを利用したコンビニ交付サービスを導入
令和6(2024)年度 | 市役所本庁舎市民課ロビーに証明書交付端末を設置 | 令和6(2024)年度には、市役所本庁舎
平成27(2015)年度 | 狭山市・入間市との共同利用による「公共施設予約サービス」に加入
令和5(2023)年度 | 給付事業にデジタルクーポンを活用
令和6(2024)年度 | 福祉総合相談のAI活用事業、窓口混雑緩和システムを導入 | 令和6(2024)年度に福祉総合相談
平成7（1995）年度 | 全庁型財務会計システムの運用を開始
平成24（2012）年度 | 議会、庁内会議のタブレット導入によるペーパーレス化
令和2（2020）年度 | RPA、ビジネスチャットツール並びにAI-OCRを導入 | 令和2（2020）年度にRPA
令和6（2024）年度 | AIによる音声テキスト化システムを導入 | 令和6（2024）年度にはAI
令和7（2025）年度 | 生成AI利用ガイドラインを策定 | 令和7（2025）年度に生成AI
令和7（2025）年度 | 標準化・共通化の対象となる20業務について標準準拠システムへ移行 | 令和7（2025）年度に標
平成22（2010）年度 | 吾野・東吾野・名栗地区に光ファイバ網を整備
平成27（2015）年度 | 自治体総合アプリ「飯能市ご当地アプリ」を導入
令和5（2024）年度 | 「飯能市ご当地アプリ」をリニューアル
令和2（2020）年度 | GIGAスクール構想により、公立小中学校で1人1台のLTE対応のタブレット端末を導入 | 令和2（2020）年度にG
令和2（2020）度 | 統合型GISを導入
令和6（2024）年度 | 公開型GISポータルサイト「飯能市GIS」の運用を開始 | 令和6（2024）年度に公開型GIS
令和元（2019）年より | 文部科学省の主導でGIGAスクール構想を開始
令和8（2026）年3月 | 第6次飯能市総合振興計画の基本構想及び前期基本計画が策定 | います。令和8（2026）年3月
令和8（2026）年3月 | 第8次飯能市行政改革大綱が策定 | 計画です。令和8（2026）年3月
令和3（2021）年3月 | 前計画策定時のアンケート調査 | 令和3（2021）年3月実施
令和7（2025）年7月17日、18日、22日 | 庁内ヒアリング調査
令和7（2025）年度より | 全庁を挙げて歳入確保と歳出抑制に緊急的・集中的に取組
"""

# Surveys by the mark of the table below, with the period that holds where a row states none.
SURVEYS = {
    "": ("", ""),
    "W": ("令和7年版情報通信白書", ""),
    "F": ("自治体フロントヤード改革の取組状況に関するダッシュボード", "令和6(2024)年4月1日時点"),
    "O": ("前計画策定時のアンケート調査", "令和3（2021）年3月"),
    "P": ("飯能市緊急財政対策プラン", "令和7（2025）年度及び令和8（2026）年度"),
    "M": ("市民アンケート調査", "令和6（2024）年9月～10月"),
    "S": ("職員アンケート調査", "令和 7（2025）年 6 月"),
    "H": ("庁内ヒアリング調査", "令和7（2025）年7月17日、18日、22日"),
    "Y": ("若手職員対象ワークショップ", "令和7（2025）年7月29日（火）"),
}
# A line with = opens a group: survey | topic | period, where it is not the survey's own. Its rows: population |
# category | as printed | the phrase that holds it. Value, comparator and unit are read from what is printed. One
# figure for several groups has a row for each: they are parted by a slash, and * is everything in 「」.
STATISTICS = """
= W | 情報通信機器の世帯保有率
世帯 | モバイル通信機器全般 | モバイル通信機器全般の世帯保有率は95%以上
= W | 情報通信機器の世帯保有率 | 令和4（2022）年
世帯 | スマートフォン | スマートフォンの世帯保有率が高く、令和4（2022）年には90%
= W | インターネット利用率(個人)
個人 | | 利用率は85%以上
80歳以上 | | 80歳以上の世代でも、30%以上
= W | インターネット接続端末としての利用率(スマートフォン)
80歳以上 | | 利用率が約20%
= W | 地方自治体におけるAI導入率 | 令和5（2023）年度時点
都道府県 / 指定都市 | | 導入率は100% | <sup>5</sup>導入率は100%
その他の市区町村 | | その他の市区町村での導入率は50%
= W | 地方自治体におけるRPA導入率 | 令和5（2023）年度時点
指定都市 | | 導入率は100% | <sup>6</sup>導入率は100%
都道府県 | | 都道府県での導入率は90%
その他の市区町村 | | その他の市区町村での導入率は40%
= W | 地方自治体における生成AI導入率 | 令和5（2023）年度時点
都道府県 | | 導入率は50% | <sup>7</sup>導入率は50%
指定都市 | | 指定都市での導入率は40%
その他市町村 | | その他市町村での導入率は10%
= F | 総合的な改革を実施している自治体
全国 | | 全国では11.2%
埼玉県内 | | 埼玉県内では17.5%
栃木県 / 山口県 | | 栃木県と山口県では30%以上
= F | 全体方針に自治体フロントヤード改革に関する方針を明記している自治体
全国 | | 全国では39.3%
埼玉県内 | | 埼玉県内では54.0%
栃木県 | | 栃木県では70%以上
東京都 / 京都府 | | 東京都と京都府では60%以上
= | 標準化対象の業務
地方公共団体 | | 標準化対象とした20業務
= | 標準準拠システムへ移行した業務 | 令和7（2025）年度
飯能市 | | 対象となる20業務
= P | 財政調整基金及び減債基金の合計残高の標準財政規模に対する割合(目標)
飯能市 | | 標準財政規模の10%以上
= M | 調査対象
市内に居住している18歳以上の方 | | 市内に居住している18歳以上の方から無作為抽出した2,000人
= M | 回収数
市内に居住している18歳以上の方 | | 794人
= M | 回収率
市内に居住している18歳以上の方 | | 回収率39.7%
= M | インターネットの利用状況
 | 利用している | 「利用している」は83.5%
 | 利用している(「家族に操作を頼む」を含む) | 「家族に操作を頼む」を含めると85%以上
= W | インターネット利用率(個人)
全国 | | インターネット利用率（個人）は85.6%
= O | インターネット利用率
 | | インターネット利用率は85.8%
= M | インターネットの利用状況
 | 利用していない | 「利用していない」は12.2%
70歳以上 | 利用していない | 70歳以上で31.8%
= M | 利用しているインターネットサービス
 | * | 「検索」「LINEなどのメッセージアプリ」「ニュースの閲覧」が80%以上
 | * | 「ショッピング・チケット購入・ホテル予約など」「地図情報の利用」「動画・音楽の視聴」が70%以上
= M | 利用しているインターネットサービス
インターネットサービス利用者 | 行政機関への各種手続 | インターネットサービス利用者の利用率は37.0%
= M | 今後利用してみたいサービス
インターネットサービス非利用者 | 行政機関への各種手続 | 今後利用してみたいサービスでは33.4%
 | なし(利用済みを含む) | 利用済みを含めた「なし」は40.3%
= M | キャッシュレス決済の利用状況
 | 利用している | キャッシュレス決済は80%以上
 | 利用していない | 「利用していない」は16.4%
50代以上 | 利用していない | 50代以上が10%以上
70歳以上 | 利用していない | 70歳以上では33.9%
= M | 利用しているキャッシュレス決済の種類
 | クレジットカード | クレジットカードの利用が86.6%
 | 交通系電子マネー | 交通系電子マネーが79.8%
= M | 市政情報の取得先
 | * | 「広報はんのう」が81.5%
 | * | 「市ホームページ」の40.6%
= M | 市の電子的行政サービスの利用状況
 | * | 「市ホームページ」が56.5%
 | マイナポータル / 証明書のコンビニ交付 | 「証明書のコンビニ交付」が約30%
= M | 市の電子的行政サービスの認知度
 | * | 「市のホームページ」が84.5%
 | 証明書のコンビニ交付 | 認知度は84.9%
= M | 市の電子的行政サービスの利用状況
 | 証明書のコンビニ交付 | 利用は30%に満たない
= M | 市の電子的行政サービスの認知度
 | 各種電子申請 | 認知度は50%を超えて
= M | 市の電子的行政サービスの利用状況
 | 各種電子申請 | 利用率は15.3%
= M | デジタル活用を進めていくべきと考える分野
 | * | 「行政サービス」が49.5%
 | * | 「防災防犯」が43.2%
 | * | 「健康・医療」、「介護・福祉」の分野が30%を超えて
 | * | 「交通」も約30%
= M | 市の行政サービスとして実現してほしいサービス
 | * | 「スマホ、PCで市役所の申請等の手続が完了できる」が61.5%
= S | 調査対象
飯能市職員 | | 飯能市職員1,155人
正規職員 | | 正規職員605人
会計年度任用職員等 | | 会計年度任用職員等550人
= S | 回収数
飯能市職員 | | 206人
= S | 回収率
飯能市職員 | | 回収率17.8%
= S | 回収数
正規職員 | | 正規職員188人
= S | 回収率
正規職員 | | 回収率31.1%
= S | 回収数
会計年度任用職員等 | | 会計年度任用職員等18人
= S | 回収率
会計年度任用職員等 | | 回収率3.3%
= S | 庶務的な業務
職員 | 改善の必要性を感じている | 改善の必要性を感じている職員が80%
= S | 部署特有の専門的な業務
職員 | 改善の必要性を感じている | 感じている職員が60% | 感じている職員が60%を占めています。図表
= S | 地域向けの業務
職員 | 改善の必要性を感じている | 改善の必要性を感じている職員が51%
= S | 重点的に取り組むべきデジタル施策
職員 | * | 「デジタル人材の確保・育成」「組織体制の整備」を挙げる職員がそれぞれ50%以上
= Y | 参加者
主任級以下の職員 | | 主任級以下の職員20名
= | インターネット、キャッシュレス決済の利用状況
70歳以上 | 利用していない | 70歳以上でも60%がインターネット、キャッシュレス決済を利用しておらず
= | 前計画の目標達成状況
 | 基本方針3と他の基本方針との差 | 約5ポイント低い
= S | 庁内業務の改善による効率化が必要と考えている職員
職員 | | 全体の50%以上
= H | 対象部署
 | | 21部署
"""

HISTORY_DATE = re.compile(r"(?:(\d+)月)?(?:(\d+)日)?")
SPACED_LETTERS = re.compile(r"(?<![A-Za-z])[A-Za-z](?: [A-Za-z](?![A-Za-z]))+")


def tidy(text: str) -> str:
    """Return the normal form of a text without marks of Markdown and footnotes, letters brought together.

    The only spaces that stay are those between words of Latin letters; damage is repaired as REPAIRS says.
    """
    text = re.sub(r"<sup>\d+\)?</sup>|<br>|</?b>|\*\*", "", text)
    text = plain(SPACED_LETTERS.sub(lambda found: found[0].replace(" ", ""), text))
    text = re.sub("|".join(REPAIRS), lambda found: REPAIRS[found[0]], text)
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def squeeze(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s", "", text)


def printed(document: Document, phrase: str, within: str = "", start: int = 0) -> tuple[int, str]:
    """Return the line of a phrase and how it is printed, with its spaces; it must be the only one of its kind.

    The glossary, which repeats the footnotes, does not count. With a start the first one from that line on is
    taken instead, or the last one before it.
    """
    pattern = r"\s*".join(map(re.escape, squeeze(phrase)))
    if start:
        for line in (*document.lines[start - 1 :], *reversed(document.lines[: start - 1])):
            if found := re.search(pattern, line.text):
                return line.number, found[0]
    if document.squeezed.partition("##(2)用語集")[0].count(squeeze(within or phrase)) != 1:
        raise ReadError(f"not in the document exactly once: {within or phrase}")
    number = document.find(phrase, within)[0]
    found = re.search(pattern, document.lines[number - 1].text)
    if not found:
        raise ReadError(f"line {number}: broken over lines: {phrase}")
    return number, found[0]


def span(raw: str) -> tuple[str, str]:
    """Return first and last day of a date whose western year stands in parentheses; より is から."""
    text = re.sub(r"[(（]\d{4}[)）]", "", squeeze(raw))
    days = re.sub(r"日、.*?(\d+日)$", r"日/\1", text).split("/")
    text = re.sub(r"(?<=\d)度", "年度", days[0]).replace("より", "から")
    start, end = era_span(text)
    return start, f"{start[:-2]}{int(days[1].rstrip('日')):02d}" if len(days) == 2 else end


def history_dates(year: int, raw: str) -> tuple[str, str]:
    """Return first and last day of a cell such as 9月～10月 or 1月9日～1月21日."""
    dates = []
    for part in raw.split("～"):
        found = HISTORY_DATE.fullmatch(part)
        if not found:
            raise ReadError(f"not a date: {raw}")
        dates.append("-".join([str(year), *(f"{int(digits):02d}" for digits in found.groups() if digits)]))
    return dates[0], dates[1] if len(dates) == 2 else ""
