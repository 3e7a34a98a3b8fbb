package heat

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// opposites are groups of words of which a title about one event has those of one
// side only. What stands on one side of a stroke is said in other titles about
// the same; what stands on two sides tells two events apart.
var opposites = []string{
	"上调 上涨 涨价 大涨 走高 飙升 上行|下调 下跌 降价 大跌 走低 跳水 下行 回落",
	"突破 站上 升破|跌破 失守",
	"涨停|跌停",
	"收涨 高开|收跌 低开",
	"夺冠 摘金 夺金 登顶|出局 无缘 止步 淘汰|夺银 摘银 亚军|夺铜 摘铜 季军",
	"晋级 挺进 杀入|出局 无缘 止步 淘汰",
	"获胜 战胜 击败 取胜 险胜 大胜 逆转|不敌 负于 惨败 输给 落败 告负",
	"开幕 揭幕|闭幕 落幕",
	"开播|收官 大结局 完结",
	"杀青|开机",
	"上映|撤档 改档",
	"定档|撤档 延期",
	"辟谣 不实 系谣言|证实 属实",
	"起火 失火 着火|扑灭 灭火",
	"失联 失踪 走失|找到 获救 找回 寻获",
	"被困|获救 救出 脱困",
	"崩了 宕机 瘫痪|恢复",
	"暂停 停运 停航 关停 停止 取消 停课 封闭|恢复 重启 复课 复航 重开",
	"发布 启动 拉响|解除 取消",
	"启动|终止 终结",
	"登陆|二次登陆 生成 远离 停编",
	"一审|二审 终审 再审",
	"立案 被查|宣判 获刑 判刑",
	"入选|落选",
	"结婚 领证 官宣恋情 婚礼|离婚 分手",
	"加盟 签约|离队 解约 退役",
	"复出|退役 退出",
	"上市|退市",
	"开通 通车 开建 开工|停运 关闭",
	"开工|竣工 完工 通车",
	"发射|返回 着陆 回收",
	"开售 开抢 开票|售罄",
	"涨 升 增|跌 降 减",
	"公测|内测 删档|停服 停运",
	"开园 开馆|闭园 闭馆",
	"收购|出售 抛售",
	"否认|承认",
	"胜诉|败诉",
	"涨薪 加薪|降薪",
	"上岸 录取|落榜",
	"首播 开播|停播",
	"招聘 扩招|缩招 停招",
	"增持|减持",
	"盈利|亏损",
	"放宽 放开 解禁|收紧 严禁 禁止",
	"开放|关闭",
	"报名|查分 成绩 出分|打印准考证 准考证",
	"首次 第一次|再次 再度 二次 第二次",
	"首日|最后一天 末日",
	"上半年|下半年|全年|前三季度|一季度|二季度|三季度|四季度",
	"男主角|女主角|男配角|女配角",
	"笔试|面试",
	"降息|加息",
	"蓝色|黄色|橙色|红色",
	"国考|省考|考研|高考|中考|公考",
	"男单|女单|男双|女双|混双|男团|女团",
	"男足|女足",
	"男篮|女篮",
	"决赛|半决赛 四强|八强|十六强 16强|小组赛",
	"92号|95号|98号|柴油",
	"早高峰|晚高峰",
	"南方|北方",
	"东部|西部",
	"初中|高中|小学|大学",
	"春节 春运|国庆|五一|中秋|端午|清明|元旦|双十一 双11|618",
	"春季|夏季|秋季|冬季",
	"语文|数学|英语|物理|化学|历史|地理|生物|政治",
	"医学奖|物理学奖 物理奖|化学奖|文学奖|和平奖|经济学奖",
	"欧冠|欧联|欧洲杯|世界杯|亚洲杯|亚冠|英超|西甲|德甲|意甲|法甲|中超|cba|nba|村ba|村超|苏超|世俱杯|wtt|wta|atp",
	"导演|演员|歌手|主持人|教练|作家|画家|院士",
	"揭幕战|抽签|决赛|半决赛|小组赛|预选赛",
	"出征|出舱|返回|对接|发射",
	"首回合 首轮|次回合 次轮",
	"一卷|二卷|三卷",
	"主角|配角",
	"商务座|一等座|二等座",
	"鸟击|醉酒|故障|自燃",
	"任命|辞职 辞呈 请辞",
	"延期|补场 加场",
	"裁员|起诉|上市|招股书 递表|融资|破产|停止运营",
	"发布 亮相|拆解 拆机|评测|召回|降价",
	"折扣 打折 降价|上浮 涨价",
	"失联|遇难|获救",
	"报名|截止|缴费|考试|成绩|国家线 分数线|录取|面试|调剂",
	"金牌|银牌|铜牌",
	"日全食|月全食|月偏食|日偏食|日环食|超级月亮|流星雨|血月",
	"早餐|午餐|晚餐",
	"公交车|出租车|网约车|货车|校车|摩托车",
	"地铁|高铁|机场|港口",
	"米其林|黑珍珠",
	"黄金|白银|原油|比特币",
	"房贷|车贷|房价|房租|公积金",
	"医保|社保|养老金|个税",
	"预售|首映|票房|预告",
	"提名 入围|获奖 拿下 夺得 摘得",
	"恋情|结婚|离婚|怀孕|生子",
	"日本|韩国|美国|英国|法国|德国|俄罗斯|泰国|印度|巴西|意大利|西班牙|澳大利亚|加拿大",
}

// A side is one word of a group.
type side struct {
	word  string
	group int
	place int // which side
}

// sides are the words of all groups by their first character.
var sides = func() map[rune][]side {
	all := map[rune][]side{}
	for g, line := range opposites {
		for p, words := range strings.Split(line, "|") {
			for _, w := range strings.Fields(words) {
				first, _ := utf8.DecodeRuneInString(w)
				all[first] = append(all[first], side{w, g, p})
			}
		}
	}
	return all
}()

// statesOf are the sides that a title takes.
func statesOf(s string) (found []state) {
	for at, r := range s {
		for _, side := range sides[r] {
			if !strings.HasPrefix(s[at:], side.word) {
				continue
			}
			i := slices.IndexFunc(found, func(f state) bool { return f.group == side.group })
			if i < 0 {
				i = len(found)
				found = append(found, state{group: side.group})
			}
			found[i].sides |= 1 << side.place
		}
	}
	return found
}

// marks are words that make a title tell of a later stage of an affair, or of the
// opposite of what is told of it: a title without them tells of something else.
var marks = []string{
	"辟谣 不实 谣言 否认 假消息",
	"结束 告终 截止",
	"扑灭",
	"刑拘 被抓 被捕 落网 抓获 行拘 拘留 逮捕",
	"原因 查明 调查结果 调查报告 检测结果",
	"拆解 拆机 评测 测评 上手",
	"恢复",
	"找到 获救 寻获 脱险",
	"解除",
	"道歉 致歉",
	"开庭 宣判 判决 一审 二审 获刑 判",
	"入围 提名",
	"遇难 身亡 致死 死亡 致2死 人死",
	"起诉",
	"停止运营 停服 倒闭 破产",
	"招股书 递表 ipo",
	"按兵不动 维持",
	"带货",
	"泄露",
	"打折 折扣",
	"工资 补偿",
	"拒绝 拒",
	"被罚 罚款 处罚 罚",
	"手游",
	"接力",
	"保安",
	"拥抱",
	"年检",
	"延期 推迟",
	"返程",
	"否决 驳回 叫停",
	"鉴定 胜诉 败诉",
	"失利 失败",
	"彩排",
	"补赛 重赛",
	"续集 续作",
}

// marking are the words of marks by their first character: group is the line.
var marking = func() map[rune][]side {
	all := map[rune][]side{}
	for i, line := range marks {
		for _, w := range strings.Fields(line) {
			first, _ := utf8.DecodeRuneInString(w)
			all[first] = append(all[first], side{word: w, group: i})
		}
	}
	return all
}()

// marksOf has a bit for each line of which a title has a word.
func marksOf(s string) (bits uint64) {
	for at, r := range s {
		for _, m := range marking[r] {
			if strings.HasPrefix(s[at:], m.word) {
				bits |= 1 << m.group
			}
		}
	}
	return bits
}

// heads are words behind the name of one of many: 京沪高铁 is not 京广高铁.
var heads = strings.Fields("高铁 大学 医院 超市 地铁 机场 战队 汽车 科技 咖啡 外卖 台风 大桥 集团 银行 公司 航空 手机 影业 中学 小学 火锅 奶茶 酒店 景区 古镇 乐园 马拉松 音乐节 电影节 号线 大模型 平台 传媒 药业 食品 动物园 博物馆 图书馆 体育馆 总决赛 联赛 公开赛 锦标赛 大奖赛")

// namesBefore are what stands before such words, two characters each.
func namesBefore(runes []rune) (names map[string]string) {
	s := string(runes)
	for _, head := range heads {
		i := strings.Index(s, head)
		if i < 6 {
			continue
		}
		name := s[i-6 : i]
		if strings.ContainsAny(name, spread) || len([]rune(name)) != 2 {
			continue
		}
		if names == nil {
			names = map[string]string{}
		}
		names[head] = name
	}
	for _, head := range before {
		i := strings.Index(s, head)
		if i < 0 {
			continue
		}
		if name := []rune(s[i+len(head):]); len(name) > 1 {
			if names == nil {
				names = map[string]string{}
			}
			names[head] = string(name[:2])
		}
	}
	return names
}

// before are words in front of a name.
var before = strings.Fields("台风 导演 演员 歌手 电影 综艺 游戏")

// otherName reports whether the titles have other names before the same word.
func otherName(a, b *words) bool {
	for head, name := range a.names {
		if other, ok := b.names[head]; ok && other != name && !strings.Contains(string(a.runes), other) && !strings.Contains(string(b.runes), name) {
			return true
		}
	}
	return false
}

// everywhere are words of Latin letters that stand in titles of many topics.
var everywhere = map[string]bool{"ai": true, "app": true, "ceo": true, "vip": true, "vs": true, "up": true, "ip": true, "pk": true, "cp": true, "cpi": true, "gdp": true, "icu": true, "nba": true, "cba": true, "tv": true, "live": true, "mv": true, "bp": true}

// otherLatin reports whether each title has a word of Latin letters that the other
// has not: such words are names.
func otherLatin(a, b *words) bool { return hasLatin(a, b) && hasLatin(b, a) }

func hasLatin(a, b *words) bool {
	return slices.ContainsFunc(a.tokens, func(t token) bool {
		return t.text[0] < 0x80 && len(t.text) > 1 && !everywhere[t.text] && !slices.ContainsFunc(b.tokens, func(u token) bool { return t.id == u.id }) && !strings.Contains(string(b.runes), t.text)
	})
}
