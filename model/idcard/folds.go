package idcard

// privateUse holds what became of U+E815 … U+E864, the private-use characters
// that old software shows for GBK FE50 … FEA0, in order. 66 are in every GB
// 18030 codec; the other 14 follow GB 18030-2005 and -2022 (民委发〔2016〕33号
// asks for the whole repertoire). 14 of the results are radicals (U+2E81 …),
// which no name may hold.
var privateUse = []rune("" +
	"\u2E81\U00020087\U00020089\U000200CC\u2E84\u3473\u3447\u2E88\u2E8B\u9FB4" +
	"\u359E\u361A\u360E\u2E8C\u2E97\u396E\u3918\u9FB5\u39CF\u39DF" +
	"\u3A73\u39D0\u9FB6\u9FB7\u3B4E\u3C6E\u3CE0\u2EA7\U000215D7\u9FB8" +
	"\u2EAA\u4056\u415F\u2EAE\u4337\u2EB3\u2EB6\u2EB7\U0002298F\u43B1" +
	"\u43AC\u2EBB\u43DD\u44D6\u4661\u464C\u9FB9\u4723\u4729\u477C" +
	"\u478D\u2ECA\u4947\u497A\u497D\u4982\u4983\u4985\u4986\u499F" +
	"\u499B\u49B7\u49B6\u9FBA\U000241FE\u4CA3\u4C9F\u4CA0\u4CA1\u4C77" +
	"\u4CA2\u4D13\u4D14\u4D15\u4D16\u4D17\u4D18\u4D19\u4DAE\u9FBB")

const (
	firstPrivate = '\uE815'
	firstRadical = '\u2F00'
)

// radicals holds the characters that U+2F00 … U+2FD5, the Kangxi radicals,
// stand for, in order (Unicode's compatibility mappings). Text recognition
// confuses the two.
var radicals = []rune("" +
	"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢" +
	"尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火" +
	"爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿" +
	"肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹" +
	"雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠")
