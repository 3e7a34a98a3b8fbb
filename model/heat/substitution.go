package heat

import (
	"slices"
	"strings"
)

// sentence is how much of the shorter title must stand in the other one, in the same
// order, for the two to be one sentence.
const sentence = 0.5

// otherWord reports whether two titles are one sentence with another word in it:
// what they have in common stands in the same order, and in one place one names
// something that the other title does not have, where the other names something
// that the first does not have. 苹果发布会 and 华为发布会 share more than most titles
// of one topic; but where a word was merely added, moved, or said in another way
// that we know, they are not apart. What is done may be said in many ways: the
// opposites are looked at elsewhere.
func otherWord(a, b *words) bool {
	between, beside := gaps(a.runes, b.runes), 0
	for _, g := range between {
		beside += len(g.a)
	}
	if shorter := min(len(a.runes), len(b.runes)); float64(len(a.runes)-beside) < sentence*float64(shorter) {
		return false
	}
	for _, g := range between {
		if len(g.a) == 0 || len(g.b) == 0 || length(g.a) > longest+2 || length(g.b) > longest+2 {
			continue
		}
		if !named(g.a, a, b) || !named(g.b, b, a) {
			continue
		}
		names := slices.ContainsFunc(g.a, a.calls) && slices.ContainsFunc(g.b, b.calls)
		if !alike(g.a, g.b, names) {
			return true
		}
	}
	return false
}

// named reports whether a part of a title has a character of a name or thing that
// the other title does not have at all.
func named(part []rune, of, other *words) bool {
	if slices.ContainsFunc(part, func(r rune) bool {
		return r >= 0x80 && slices.Contains(of.things, r) && !slices.Contains(other.runes, r) && !strings.ContainsRune(spread, r)
	}) {
		return true
	}
	for _, word := range strings.FieldsFunc(string(part), func(r rune) bool { return r >= 0x80 }) {
		if !everywhere[word] && !strings.Contains(string(other.runes), word) && (word[0] > '9' || len(word) > 2) {
			return true
		}
	}
	return false
}

// length counts a word of Latin letters as two characters.
func length(s []rune) (n int) {
	latin := false
	for _, r := range s {
		switch {
		case r >= 0x80:
			n, latin = n+1, false
		case !latin:
			n, latin = n+2, true
		}
	}
	return n
}

// A gap is what stands in two titles between what they have in common.
type gap struct{ a, b []rune }

// gaps aligns two titles by their longest common subsequence of runs of at least
// two characters.
func gaps(a, b []rune) (found []gap) {
	// longest common substring, then left and right of it
	bestLen, ai, bi := 0, 0, 0
	lens := make([]int, len(b)+1)
	for i := range a {
		before := 0
		for j := range b {
			now := lens[j+1]
			if a[i] == b[j] {
				lens[j+1] = before + 1
				if lens[j+1] > bestLen {
					bestLen, ai, bi = lens[j+1], i+1, j+1
				}
			} else {
				lens[j+1] = 0
			}
			before = now
		}
	}
	if bestLen < 2 {
		if len(a) > 0 || len(b) > 0 {
			found = append(found, gap{a, b})
		}
		return found
	}
	found = append(found, gaps(a[:ai-bestLen], b[:bi-bestLen])...)
	return append(found, gaps(a[ai:], b[bi:])...)
}

// ways are words that say the same in titles, a line each.
var ways = fields(
	"登陆 上岸 抵达", "发布 推出 发 上线 亮相 公布 宣布 官宣 出炉 揭晓", "回应 发声 回复", "致歉 道歉",
	"上调 上涨 涨 涨价 再涨 要涨 上浮 走高", "下调 下跌 跌 降 降价 下降 走低", "降息 下调利率", "夺冠 摘金 夺金 登顶 捧杯 冠军 捧起",
	"晋级 挺进 杀入 进", "获胜 战胜 击败 赢 胜 力克 小胜 险胜 横扫 零封", "不敌 输给 负于 告负", "人工智能 ai", "今日 今天 今 今起", "明日 明天 明", "昨日 昨天 昨", "今晚 今夜",
	"发生 突发 突现", "已 已经", "卖爆 上新 热卖", "买 网购", "毁 落", "大降 大跌 降幅", "意念 脑", "患者 病人", "骑行 骑车 夜骑", "回家 返乡 过年", "退款 退票", "放假 连休 连放 休", "将 要 拟 计划 或", "超 逾 超过 突破 破 跑进 打破 刷新", "名 人 位", "首次 首 第一次 首度", "元 块", "遭 被 受", "开售 开卖 开抢 开票 发售 首销",
	"去世 逝世 离世 病逝", "女子 女生 女孩 女童", "男子 男生 小伙 男孩 男童", "老人 大爷 老汉 老爷子", "老太 大妈 奶奶", "学生 考生", "高铁 列车 动车 火车", "航班 飞机 客机", "手机 新机",
	"票价 门票 大门票", "售罄 卖光 抢光 约满 抢空 一票难求 断货", "起火 着火 失火 火灾 火情 大火", "坠落 坠地 坠毁 坠下 坠物 抛物", "追尾 相撞 撞上 连环撞 车祸", "晚点 延误",
	"停运 停开 停航 停驶", "辞职 请辞 辞呈 下台 辞任", "当选 出任 上任 就任 接任", "判赔 赔 赔偿 补偿", "裁员 辞退 开除 被裁", "油价 汽油 加油 成品油 油箱 汽柴油", "金价 黄金", "沪指 上证 大盘 股指",
	"国足 男足", "国考 公务员 招考", "大学 高校 学院", "火车票 车票", "演唱会 巡演 开唱 个唱", "恋情 恋爱 相恋", "结婚 领证 完婚 大婚 婚礼", "预告 预告片", "智驾 自动驾驶 无人驾驶 辅助驾驶", "电动车 电动汽车 新能源车",
	"外卖员 外卖小哥 骑手", "救人 救下 救起 施救", "孩子 儿童 小孩 娃 孩", "家长 父母 爸妈", "老师 教师", "重症 icu", "面包 吐司", "钢丝 钢丝球", "落月 着陆 登月 落在月球", "足迹 脚印", "大墓 古墓 墓葬 墓", "放假 休 连休 假期",
	"游客 客流 人太多 爆满", "暴雪 大雪 降雪 积雪 雪", "高温 热 酷暑", "地震 震感 震", "山洪 洪水", "滑坡 垮塌 泥石流 崩塌", "补贴 津贴 补助", "生育 育儿", "开放 放开", "取消 不再 撤销 免去", "停摆 关门 关闭 闭门", "发现 现 惊现 挖出", "重返 回到 收复 站上 重回", "禁止 严禁 不得 不准",
	"开打 打响 开赛 开战 开踢 开启 鸣枪 开跑", "影帝 男主角", "影后 女主角", "科学家 研究", "打字 写字 打出", "回乡 返乡 回村", "创业 养鹅", "超市 商超", "装修 施工", "餐厅 饭店 餐馆", "景区 景点", "医生 专家 大夫", "法院 法官 判", "警方 公安 警察 民警", "学校 校方 小学 中学",
	"夜爬 爬山", "挤满 人挨人 挤爆", "开通 通车 启用 投用", "试运行 试运营", "召回 回收", "崩了 宕机 瘫痪 崩溃", "恢复 修复", "涨停 封板", "收涨 飘红", "中奖 中了", "失联 失踪 走失", "遇难 身亡 死亡 丧生", "受伤 擦伤 伤", "被困 困在",
)

// fields cuts lines into words.
func fields(lines ...string) [][]string {
	out := make([][]string, len(lines))
	for i, line := range lines {
		out[i] = strings.Fields(line)
	}
	return out
}

// wayOf is the line of ways in which a word stands, from 1.
var wayOf = func() map[string]int {
	found := map[string]int{}
	for i, line := range ways {
		for _, w := range line {
			found[w] = i + 1
		}
	}
	return found
}()

// alike reports whether what stands in a gap is said in another way only: with
// characters in common, of names more than half of the shorter one (曼城 is not
// 曼联), or in a way that we know.
func alike(a, b []rune, names bool) bool {
	common := 0
	for _, r := range a {
		if slices.Contains(b, r) {
			common++
		}
	}
	if common > 0 && (!names || 2*common > min(len(a), len(b))) {
		return true
	}
	has := func(s []rune, line []string) bool {
		return slices.ContainsFunc(line, func(w string) bool { return strings.Contains(string(s), w) })
	}
	return slices.ContainsFunc(ways, func(line []string) bool { return has(a, line) && has(b, line) })
}

// calls reports whether a character is of a name or thing.
func (w *words) calls(r rune) bool { return slices.Contains(w.called, r) }
