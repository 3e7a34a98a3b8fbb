package specimen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

var (
	surnames  = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单解仇区朴盖")
	compounds = []string{"欧阳", "司马", "上官", "诸葛", "东方", "尉迟", "皇甫", "令狐"}
	givenMen  = []rune("伟强磊军洋勇杰涛明超刚平辉鹏志文建国华宇浩轩子涵思远嘉俊晨东海峰春生永福德荣瑞祥天佑凯光耀振邦立新卫民博景行若水清扬一诺")
	givenWom  = []rune("芳娜秀英敏静丽艳娟霞桂芝玉萍红玲慧梓萱欣怡雨曦晓燕云雪梅可馨淑贞凤仪兰月华文佳琪颖倩婷薇蓉洁莹蕾素芬巧珍若思诗涵")
	// rareGiven are characters that name readers and old fonts stumble over;
	// the last ones are outside the first 65,536 code points.
	rareGiven = []rune("喆珺玥淏翀燊旻昊翊祎堃彧赟婧婳瑾琛煜烨钰鑫淼焱垚璟䶮㛃龑昇甯犇骉𬤇𬍛𬸦")
)

// A people has its own way of naming; dot names are one's own name, a middle
// dot (U+00B7) and the father's.
type people struct {
	name     string
	men, wom []string
	fathers  []string
}

var peoples = []people{
	{"维吾尔", []string{"艾力", "吐尔逊江", "阿卜杜热合曼", "麦麦提明", "伊力哈木"}, []string{"阿依古丽", "热依汗古丽", "古丽娜尔", "帕提古丽", "米热古丽"},
		[]string{"买买提", "吐尔逊", "阿卜力米提", "玉素甫", "艾合买提"}},
	{"哈萨克", []string{"叶尔兰", "巴合提", "哈那提"}, []string{"阿依努尔", "古丽加娜", "沙吾列"}, []string{"木拉提", "赛力克", "努尔兰"}},
	{"藏", []string{"扎西顿珠", "多吉才让", "索朗旺堆"}, []string{"卓玛央金", "德吉措姆", "次仁拉姆"}, nil},
	{"蒙古", []string{"巴特尔", "苏日勒图", "那顺乌力吉"}, []string{"其其格", "乌云塔娜", "萨仁高娃"}, nil},
}

// name makes up a name for the sex 男 or 女 and the ethnicity that goes with it:
// one in six of another people's naming, one in five with a rare character.
func name(r *rand.Rand, sex string) (full, ethnicity string) {
	if r.IntN(6) == 0 {
		p := pick(r, peoples...)
		own := p.men
		if sex == "女" {
			own = p.wom
		}
		if full = pick(r, own...); p.fathers != nil {
			full += "·" + pick(r, p.fathers...)
		}
		return full, p.name
	}
	given := givenMen
	if sex == "女" {
		given = givenWom
	}
	full = string(pick(r, surnames...))
	if r.IntN(14) == 0 {
		full = pick(r, compounds...)
	}
	for range pick(r, 1, 2, 2, 2) {
		full += string(pick(r, given...))
	}
	if r.IntN(5) == 0 {
		runes := []rune(full)
		runes[len(runes)-1] = pick(r, rareGiven...)
		full = string(runes)
	}
	return full, pick(r, "汉", "汉", "汉", "汉", "汉", "汉", "回", "满", "壮", "苗", "土家", "彝", "朝鲜")
}

var (
	provinces = []string{"样例省", "示范省", "虚构省", "试验自治区", "岭北省", "云川省", "青湖省"}
	cities    = []string{"安平市", "长宁市", "永和市", "新泉市", "海清市", "金沙市", "太和市", "临川市"}
	districts = []string{"城东区", "示范区", "云台区", "南湖区", "开平县", "清水县", "白石区", "和平区"}
	roads     = []string{"幸福路", "建设大街", "人民中路", "滨河东路", "文化街", "青年大道", "朝阳西街", "迎宾路", "新华街", "梧桐巷"}
	villages  = []string{"石桥镇大塘村", "柳林乡三合村", "白沙镇新农村", "南岗镇李家村"}
)

// home makes up an address of an invented place and the authority there.
func home(r *rand.Rand) (address, authority string) {
	city, district := pick(r, cities...), pick(r, districts...)
	address = pick(r, provinces...) + city + district
	if r.IntN(3) == 0 {
		address += fmt.Sprintf("%s%d组%d号", pick(r, villages...), 1+r.IntN(20), 1+r.IntN(199))
	} else {
		address += fmt.Sprintf("%s%d号%d栋%d单元%d室", pick(r, roads...), 1+r.IntN(399), 1+r.IntN(30), 1+r.IntN(4), 100*(1+r.IntN(18))+1+r.IntN(4))
	}
	if strings.HasSuffix(district, "县") {
		return address, district + "公安局"
	}
	return address, city + "公安局" + strings.TrimSuffix(district, "区") + "分局"
}
