package brand

import (
	"strings"
	"testing"
)

// spellings are the best-known issuers as services and people write them: an
// icon, and after it the names and domains that must find it.
const spellings = `
google: Google, グーグル, Google アカウント, accounts.google.com, google.co.jp
gmail: Gmail, ジーメール, Gメール, gmail.com
googlecloud: Google Cloud, GCP, グーグルクラウド, console.cloud.google.com
youtube: YouTube, ユーチューブ, youtube.com
apple: Apple, アップル, Apple ID, Apple Account, appleid.apple.com
icloud: iCloud, アイクラウド, icloud.com
facebook: Facebook, フェイスブック, フェースブック, FB, www.facebook.com
instagram: Instagram, インスタグラム, インスタ, instagram.com
whatsapp: WhatsApp, ワッツアップ
x: X, Twitter, ツイッター, twitter.com, x.com
threads: Threads, スレッズ
bluesky: Bluesky, ブルースカイ, bsky.app
mastodon: Mastodon, マストドン, mstdn.jp
line: LINE, ライン, LINE Developers, LINEビジネスID, line.me
wechat: WeChat, ウィーチャット, 微信
kakaotalk: KakaoTalk, カカオトーク, Kakao
naver: NAVER, ネイバー
tiktok: TikTok, ティックトック
snapchat: Snapchat, スナップチャット
pinterest: Pinterest, ピンタレスト
reddit: Reddit, レディット
tumblr: Tumblr, タンブラー
discord: Discord, ディスコード, discord.com
telegram: Telegram, テレグラム
signal: Signal, シグナル
zoom: Zoom, ズーム, zoom.us
twitch: Twitch, ツイッチ, トゥイッチ, twitch.tv
wordpress: WordPress, ワードプレス, wordpress.com
indeed: Indeed, インディード
proton: Proton, プロトン, Proton Account, proton.me, account.proton.me
protonmail: ProtonMail, プロトンメール
protonvpn: ProtonVPN, プロトンVPN
zoho: Zoho, ゾーホー
1password: 1Password, ワンパスワード, ワンパス, my.1password.com
bitwarden: Bitwarden, ビットワーデン, vault.bitwarden.com
dashlane: Dashlane, ダッシュレーン
lastpass: LastPass, ラストパス
nordvpn: NordVPN, Nord Account, ノードVPN
okta: Okta, オクタ
auth0: Auth0, オースゼロ
trendmicro: Trend Micro, トレンドマイクロ, ウイルスバスター
norton: Norton, ノートン
mcafee: McAfee, マカフィー
fortinet: Fortinet, フォーティネット
cisco: Cisco, シスコ
github: GitHub, ギットハブ, github.com
gitlab: GitLab, ギットラボ, gitlab.com
bitbucket: Bitbucket, ビットバケット
atlassian: Atlassian, アトラシアン, id.atlassian.com
jira: Jira, ジラ
confluence: Confluence, コンフルエンス
trello: Trello, トレロ
npm: npm, npmjs, npmjs.com
pypi: PyPI, pypi.org
docker: Docker, ドッカー, Docker Hub, hub.docker.com
datadog: Datadog, データドッグ
sentry: Sentry, セントリー
grafana: Grafana, グラファナ
jetbrains: JetBrains, ジェットブレインズ
stackoverflow: Stack Overflow, スタックオーバーフロー
qiita: Qiita, キータ
note: note, ノート, note.com
hatenabookmark: はてな, はてなID, Hatena, hatena.ne.jp
claude: Claude, クロード, claude.ai
anthropic: Anthropic, アンソロピック
deepl: DeepL, ディープエル
huggingface: Hugging Face, ハギングフェイス
figma: Figma, フィグマ
miro: Miro, ミロ
unity: Unity, ユニティ
hubspot: HubSpot, ハブスポット
zendesk: Zendesk, ゼンデスク
notion: Notion, ノーション, notion.so
evernote: Evernote, エバーノート
asana: Asana, アサナ
teamviewer: TeamViewer, チームビューアー, チームビューワー
synology: Synology, シノロジー, DSM, account.synology.com
nextcloud: Nextcloud, ネクストクラウド
ubiquiti: Ubiquiti, UniFi, ユビキティ, account.ui.com
raspberrypi: Raspberry Pi, ラズベリーパイ, ラズパイ
firefoxbrowser: Firefox, ファイアフォックス, Mozilla アカウント
mozilla: Mozilla, モジラ
cloudflare: Cloudflare, クラウドフレア, dash.cloudflare.com
digitalocean: DigitalOcean, デジタルオーシャン
vercel: Vercel, バーセル, ヴァーセル
godaddy: GoDaddy, ゴーダディ
dropbox: Dropbox, ドロップボックス, dropbox.com
box: Box, ボックス, box.com
wix: Wix, ウィックス
shopify: Shopify, ショッピファイ, ショピファイ
paypal: PayPal, ペイパル, paypal.com
stripe: Stripe, ストライプ, dashboard.stripe.com
square: Square, スクエア
wise: Wise, ワイズ, TransferWise
revolut: Revolut, レボリュート
americanexpress: American Express, Amex, アメックス, アメリカン・エキスプレス, アメリカンエキスプレス
jcb: JCB, ジェーシービー, MyJCB
mastercard: Mastercard, マスターカード
binance: Binance, バイナンス, Binance Japan
tradingview: TradingView, トレーディングビュー
rakuten: Rakuten, 楽天, 楽天市場, 楽天証券, 楽天銀行, 楽天カード, 楽天モバイル, 楽天ペイ, らくてん, rakuten.co.jp, rakuten-sec.co.jp
ebay: eBay, イーベイ
aliexpress: AliExpress, アリエクスプレス
ikea: IKEA, イケア
uniqlo: UNIQLO, ユニクロ
starbucks: Starbucks, スターバックス, スタバ
mcdonalds: McDonald's, マクドナルド
uber: Uber, ウーバー
ubereats: Uber Eats, ウーバーイーツ
airbnb: Airbnb, エアビー
expedia: Expedia, エクスペディア
bookingdotcom: Booking.com, ブッキングドットコム, ブッキング・ドットコム
ana: ANA, 全日空, ANAマイレージクラブ
japanairlines: JAL, 日本航空, JALマイレージバンク
marriott: Marriott, マリオット
hilton: Hilton, ヒルトン
toyota: Toyota, トヨタ
honda: Honda, ホンダ
nissan: Nissan, 日産, ニッサン
tesla: Tesla, テスラ
xiaomi: Xiaomi, シャオミ
huawei: HUAWEI, ファーウェイ
dell: Dell, デル
lenovo: Lenovo, レノボ
nvidia: NVIDIA, エヌビディア
intel: Intel, インテル
steam: Steam, スチーム, store.steampowered.com
epicgames: Epic Games, エピックゲームズ
ea: EA, Electronic Arts, エレクトロニック・アーツ
ubisoft: Ubisoft, ユービーアイソフト
battledotnet: Battle.net, Blizzard, ブリザード, バトルネット, BattleNet
rockstargames: Rockstar Games, ロックスターゲームス
riotgames: Riot Games, ライアットゲームズ, ライアット
squareenix: Square Enix, スクウェア・エニックス, スクウェアエニックス, スクエニ
sega: SEGA, セガ
playstation: PlayStation, プレイステーション, プレステ, PSN
roblox: Roblox, ロブロックス
mihoyo: miHoYo, HoYoverse, ホヨバース
nexon: Nexon, ネクソン
vrchat: VRChat, VRチャット
duolingo: Duolingo, デュオリンゴ
udemy: Udemy, ユーデミー
netflix: Netflix, ネットフリックス, ネトフリ
spotify: Spotify, スポティファイ
dazn: DAZN, ダゾーン
niconico: niconico, ニコニコ, ニコニコ動画, nicovideo.jp
dmm: DMM, DMM.com, ディーエムエム
pixiv: pixiv, ピクシブ
ameba: Ameba, アメーバ, アメブロ
tabelog: 食べログ, tabelog.com
kickstarter: Kickstarter, キックスターター
patreon: Patreon, パトレオン
homeassistant: Home Assistant, ホームアシスタント
duckduckgo: DuckDuckGo, ダックダックゴー
`

// pictureless are issuers that the set of icons lacks, or draws as one line of
// letters: a monogram is right there, and another brand's icon would be wrong.
var pictureless = []string{
	"Microsoft", "マイクロソフト", "Microsoft 365", "Outlook", "アマゾン", "Amazon", "AWS", "Nintendo", "任天堂", "ニンテンドー",
	"Slack", "スラック", "Sony", "ソニー", "サムスン", "OpenAI", "ChatGPT", "LinkedIn", "リンクトイン", "Adobe", "アドビ",
	"Salesforce", "セールスフォース", "Yahoo! JAPAN", "ヤフー", "メルカリ", "三菱UFJ銀行", "みずほ銀行", "三井住友銀行", "ゆうちょ銀行",
	"Coinbase", "コインベース", "Webex", "カスペルスキー", "SBI証券", "ドコモ", "ソフトバンク", "さくらインターネット", "マネーフォワード", "freee", "bitFlyer", "ビットフライヤー",
	// words that are no brand's alone
	"マック", "メガ", "ゼロ", "スケッチ", "ゴースト", "ターゲット", "ビザ", "ガーディアン", "銀行", "証券", "ゲーム", "会社",
}

func TestSpellings(t *testing.T) {
	lines, names := 0, 0
	for _, line := range strings.Split(strings.TrimSpace(spellings), "\n") {
		slug, list, _ := strings.Cut(line, ": ")
		lines++
		for _, name := range strings.Split(list, ", ") {
			names++
			for _, name := range []string{name, name + " (hanako)", " " + name} {
				if got, _ := Find(name); got.Slug != slug {
					t.Errorf("%q finds %q, want %q", name, got.Slug, slug)
				}
			}
		}
	}
	if lines < 140 || names < 380 {
		t.Errorf("%d brands by %d names only", lines, names)
	}
	for _, name := range pictureless {
		if got, found := Find(name); found {
			t.Errorf("%q finds %q, and has no icon", name, got.Slug)
		}
	}
}
