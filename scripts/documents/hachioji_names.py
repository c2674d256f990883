"""The ids of Hachioji's departments, which are Romaji of their names, and the phases that the words in 【】 name."""

from __future__ import annotations

from text import ReadError, literal_rows

# name | id, in the order of their first mention
DEPARTMENTS = """
デジタル推進課 | digital-suishin
学園都市文化課 | gakuen-toshi-bunka
市民課 | shimin
防災課 | bosai
保育幼稚園課 | hoiku-yochien
福祉政策課 | fukushi-seisaku
高齢者いきいき課 | koreisha-ikiiki
成人保健課 | seijin-hoken
産業振興推進課 | sangyo-shinko-suishin
学務課 | gakumu
資産税課 | shisanzei
こども家庭センター | kodomo-katei-center
介護保険課 | kaigo-hoken
生活福祉総務課 | seikatsu-fukushi-somu
農林課 | norin
学習支援課 | gakushu-shien
観光課 | kanko
交通企画課 | kotsu-kikaku
経営改革課 | keiei-kaikaku
教育指導課 | kyoiku-shido
放課後児童支援課 | hokago-jido-shien
収納課 | shuno
ごみ総合相談センター | gomi-sogo-sodan-center
管理課 | kanri
経営計画課 | keiei-keikaku
保険年金課 | hoken-nenkin
事務所 | jimusho
議事課 | giji
図書館課 | toshokan
ごみ減量対策課 | gomi-genryo-taisaku
障害者福祉課 | shogaisha-fukushi
市街地活性課 | shigaichi-kassei
住宅政策課 | jutaku-seisaku
税制課 | zeisei
防犯課 | bohan
文化財課 | bunkazai
建築課 | kenchiku
環境保全課 | kankyo-hozen
まちなみ景観課 | machinami-keikan
子どもの教育・保育推進課 | kodomo-kyoiku-hoiku-suishin
開発指導課 | kaihatsu-shido
生活自立支援課 | seikatsu-jiritsu-shien
戸吹クリーンセンター | tobuki-clean-center
八王子駅南口総合事務所 | minamiguchi-sogo-jimusho
消費生活センター | shohi-seikatsu-center
青少年若者課 | seishonen-wakamono
健康医療政策課 | kenko-iryo-seisaku
子どものしあわせ課 | kodomo-no-shiawase
子育て支援課 | kosodate-shien
高齢者福祉課 | koreisha-fukushi
都市戦略課 | toshi-senryaku
土地利用計画課 | tochi-riyo-keikaku
公園課 | koen
館クリーンセンター | tate-clean-center
広聴課 | kocho
協働推進課 | kyodo-suishin
水環境整備課 | mizu-kankyo-seibi
こども科学館 | kodomo-kagakukan
水再生施設課 | mizu-saisei-shisetsu
都市計画課 | toshi-keikaku
開発審査課 | kaihatsu-shinsa
健康づくり推進課 | kenko-zukuri-suishin
選挙課 | senkyo
公文書管理課 | kobunsho-kanri
庁舎管理課 | chosha-kanri
交通事業課 | kotsu-jigyo
契約課 | keiyaku
財政部 | zaisei-bu
契約資産部 | keiyaku-shisan-bu
会計課 | kaikei
保健対策課 | hoken-taisaku
法制課 | hosei
職員課 | shokuin
監査事務局 | kansa-jimukyoku
補修センター | hoshu-center
財政課 | zaisei
安全衛生管理課 | anzen-eisei-kanri
労務課 | romu
学校給食課 | gakko-kyushoku
南大沢保健福祉センター | minami-osawa-hoken-fukushi-center
"""
# phase | words that name it
PHASES = """
survey | 調査 予備調査
planning | 計画 事業計画 計画策定
study | 検討 運用検討 事業判断（検討）
requirements | 要件定義
procurement | 調達 契約
construction | 構築 システム構築
preparation | 導入準備 導入前作業 移行 移行支援 整理
trial | 試行実施 仮稼働
launch | 運用開始 一部運用開始 本稼働 導入
operation | 実施 運用 継続 運用継続 継続実施 実施・運用 進捗管理 分析結果の各事業への活用
improvement | 改善 運用の拡大 事業の拡大 見直し
evaluation | 評価 効果検証 効果測定 検証 検証・研修
goal_reached | 目標達成
"""

IDS = {cells[0]: cells[1] for cells in literal_rows(DEPARTMENTS)}
PHASE_OF = {word: phase for phase, words in literal_rows(PHASES) for word in words.split()}


def department_id(name: str) -> str:
    """Return the id of a department."""
    if name not in IDS:
        raise ReadError(f"no id for the department {name}")
    return IDS[name]


def phase(mark: str) -> str:
    """Return the phase that a mark like 【実施】 names; a dash names none."""
    word = mark.strip("【】")
    if word == "-":
        return ""
    if word not in PHASE_OF:
        raise ReadError(f"unknown phase {mark}")
    return PHASE_OF[word]
