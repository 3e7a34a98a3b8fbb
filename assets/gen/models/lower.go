package main

import (
	"fmt"
	"math"

	"truename/model/ocr/nn/netfile"
)

// A lowerer turns the nodes of one graph into operations. It knows the shapes
// in which the three nets spell out what is one operation here, and fails on
// anything else.
type lowerer struct {
	g     *graph
	users map[string][]*node // by the name of what they use
	done  map[*node]bool     // merged into an operation
	at    map[string]int     // the input number (see netfile.Op.In) of a name
	up    map[string]int     // how much a name is enlarged on top of that
	shape map[string]bool    // names that are shapes of others, not pictures
	ops   []netfile.Op
	chans []int // by input number
}

func lower(g *graph) ([]netfile.Op, error) {
	l := &lowerer{
		g: g, users: map[string][]*node{}, done: map[*node]bool{},
		at: map[string]int{g.in: 0}, up: map[string]int{}, shape: map[string]bool{}, chans: []int{3},
	}
	for _, n := range g.nodes {
		for _, in := range n.in {
			l.users[in] = append(l.users[in], n)
		}
	}
	for i, n := range g.nodes {
		if l.done[n] || l.isShape(n) {
			continue
		}
		if err := l.node(n); err != nil {
			return nil, fmt.Errorf("node %d, %s: %w", i, n.op, err)
		}
	}
	return l.ops, nil
}

// isShape finds arithmetic on shapes, which is not needed.
func (l *lowerer) isShape(n *node) bool {
	for _, in := range n.in {
		c := l.g.consts[in]
		if n.op == "Shape" || l.shape[in] && n.op != "Reshape" || n.op == "Cast" && c != nil && c.i != nil {
			l.shape[n.out[0]] = true
			return true
		}
	}
	return false
}

func (l *lowerer) node(n *node) error {
	switch n.op {
	case "Conv", "ConvTranspose", "MatMul":
		return l.linear(n)
	case "GlobalAveragePool":
		return l.gate(n)
	case "AveragePool", "MaxPool":
		return l.pool(n)
	case "Resize":
		return l.resize(n)
	case "Add":
		return l.join(n, netfile.Op{Kind: netfile.Add})
	case "Concat":
		return l.join(n, netfile.Op{Kind: netfile.Concat})
	case "ReduceMean":
		return l.norm(n)
	case "Reshape", "Transpose", "Squeeze":
		return l.rename(n)
	case "Softmax":
		return l.softmax(n)
	}
	return fmt.Errorf("not known here")
}

// emit adds an operation that makes out from in, with what all need set.
func (l *lowerer) emit(o netfile.Op, out string, in ...string) error {
	for _, name := range in {
		at, ok := l.at[name]
		if !ok {
			return fmt.Errorf("%s is not made yet", name)
		}
		o.In = append(o.In, at)
		o.Up = append(o.Up, max(l.up[name], 1))
		o.Cin = l.chans[at]
	}
	if o.Cout == 0 {
		o.Cout = o.Cin
	}
	for _, p := range []*int{&o.Kh, &o.Kw, &o.Sh, &o.Sw} {
		*p = max(*p, 1)
	}
	if o.Scale == 0 {
		o.Scale = 1
	}
	l.ops = append(l.ops, o)
	l.chans = append(l.chans, o.Cout)
	l.at[out] = len(l.ops)
	return nil
}

// only is the single user of a name, or nil.
func (l *lowerer) only(name string) *node {
	if u := l.users[name]; len(u) == 1 && name != l.g.out {
		return u[0]
	}
	return nil
}

// follow is the single user if it is an op.
func (l *lowerer) follow(name, op string) *node {
	if n := l.only(name); n != nil && n.op == op {
		return n
	}
	return nil
}

// user is the user of a name that is an op, or nil.
func (l *lowerer) user(name, op string) *node {
	for _, n := range l.users[name] {
		if n.op == op {
			return n
		}
	}
	return nil
}

// other is the input of n that is not name.
func other(n *node, name string) string {
	if n.in[0] == name {
		return n.in[1]
	}
	return n.in[0]
}

func (l *lowerer) pool(n *node) error {
	o := netfile.Op{
		Kind: netfile.AvgPool, Kh: n.attr("kernel_shape", 0, 1), Kw: n.attr("kernel_shape", 1, 1),
		Sh: n.attr("strides", 0, 1), Sw: n.attr("strides", 1, 1),
	}
	if n.op == "MaxPool" {
		o.Kind = netfile.MaxPool
	}
	if n.attr("pads", 0, 0)+n.attr("pads", 1, 0) != 0 {
		return fmt.Errorf("padded")
	}
	return l.emit(o, n.out[0], n.in[0])
}

// resize only notes the factor: whoever uses the picture enlarges it.
func (l *lowerer) resize(n *node) error {
	scales := l.g.consts[n.in[len(n.in)-1]].f
	if len(scales) != 4 || scales[2] != scales[3] || scales[2] != float32(int(scales[2])) {
		return fmt.Errorf("scales %v", scales)
	}
	l.at[n.out[0]] = l.at[n.in[0]]
	l.up[n.out[0]] = int(scales[2])
	return nil
}

func (l *lowerer) join(n *node, o netfile.Op) error {
	if o.Kind == netfile.Concat {
		for _, in := range n.in {
			o.Cout += l.chans[l.at[in]]
		}
	}
	return l.emit(o, n.out[0], n.in...)
}

// rename takes a change of shape or order that changes nothing in our layout,
// where channels are innermost.
func (l *lowerer) rename(n *node) error {
	if n.op == "Transpose" && len(n.ints["perm"]) > 4 {
		return l.attention(n)
	}
	at, ok := l.at[n.in[0]]
	if !ok {
		return fmt.Errorf("%s is not made yet", n.in[0])
	}
	l.at[n.out[0]] = at
	return nil
}

// softmax over the characters is left to the caller, who needs few of them.
func (l *lowerer) softmax(n *node) error {
	const most = 16
	if l.chans[l.at[n.in[0]]] > most {
		l.at[n.out[0]] = l.at[n.in[0]]
		return nil
	}
	return l.emit(netfile.Op{Kind: netfile.Softmax}, n.out[0], n.in[0])
}

// gate is pool, conv, relu, conv, hard sigmoid, times the input, and maybe
// plus the input; or else just a pool.
func (l *lowerer) gate(pool *node) error {
	x := pool.in[0]
	first := l.follow(pool.out[0], "Conv")
	if first == nil {
		return l.emit(netfile.Op{Kind: netfile.Mean}, pool.out[0], x)
	}
	relu := l.follow(first.out[0], "Relu")
	if relu == nil {
		return fmt.Errorf("no relu in a gate")
	}
	second := l.follow(relu.out[0], "Conv")
	sigmoid := l.follow(second.out[0], "HardSigmoid")
	mul := l.follow(sigmoid.out[0], "Mul")
	if mul == nil || other(mul, sigmoid.out[0]) != x {
		return fmt.Errorf("a gate for something else")
	}
	a, b := l.weights(first), l.weights(second)
	o := netfile.Op{
		Kind: netfile.Gate, Mid: a.cout, P: sigmoid.floats["alpha"], Q: sigmoid.floats["beta"],
		Weights: append(halves(a.w), halves(b.w)...), Biases: append(a.bias, b.bias...),
	}
	out := mul.out[0]
	l.mark(first, relu, second, sigmoid, mul)
	if add := l.follow(out, "Add"); add != nil && other(add, out) == x {
		o.Keep, out = true, add.out[0]
		l.mark(add)
	}
	return l.emit(o, out, x)
}

func (l *lowerer) mark(nodes ...*node) {
	for _, n := range nodes {
		l.done[n] = true
	}
}

// norm is mean, difference, square, mean, + epsilon, root, quotient, * and +.
func (l *lowerer) norm(mean *node) error {
	x := mean.in[0]
	chain := []*node{mean, l.user(mean.out[0], "Sub")}
	pow := l.user(chain[1].out[0], "Pow")
	for _, op := range []string{"ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add"} {
		chain = append(chain, pow)
		if pow = l.follow(pow.out[0], op); pow == nil {
			return fmt.Errorf("a mean that starts no norm: %s is missing", op)
		}
	}
	chain = append(chain, pow)
	l.mark(chain...)
	eps, _ := l.g.consts[other(chain[4], chain[3].out[0])].scalar()
	factor := l.g.consts[other(chain[7], chain[6].out[0])]
	shift := l.g.consts[other(chain[8], chain[7].out[0])]
	values := append(append([]float32{}, factor.f...), shift.f...)
	return l.emit(netfile.Op{Kind: netfile.Norm, P: eps, Biases: values}, pow.out[0], x)
}

// attention starts at the transposition to [3][1][heads][T][size].
func (l *lowerer) attention(n *node) error {
	scale := l.findBehind(n, "Mul", 3)
	soft := l.findBehind(n, "Softmax", 6)
	if scale == nil || soft == nil {
		return fmt.Errorf("no attention behind")
	}
	product := l.follow(soft.out[0], "MatMul")
	back := l.follow(product.out[0], "Transpose")
	end := l.follow(back.out[0], "Reshape")
	if end == nil {
		return fmt.Errorf("no end of the attention")
	}
	factor, _ := l.g.consts[other(scale, scale.in[0])].scalar()
	size := int(math.Round(1 / float64(factor*factor)))
	width := l.chans[l.at[n.in[0]]] / 3
	if width%size != 0 {
		return fmt.Errorf("%d channels, heads of %d", width, size)
	}
	l.markBetween(n, end)
	return l.emit(netfile.Op{Kind: netfile.Attention, Mid: width / size, Cout: width, P: factor}, end.out[0], n.in[0])
}

// findBehind looks at most depth nodes ahead for an op.
func (l *lowerer) findBehind(n *node, op string, depth int) *node {
	for _, u := range l.users[n.out[0]] {
		if u.op == op {
			return u
		}
		if depth > 0 {
			if f := l.findBehind(u, op, depth-1); f != nil {
				return f
			}
		}
	}
	return nil
}

// markBetween marks all that n leads to, up to end.
func (l *lowerer) markBetween(n, end *node) {
	l.mark(n)
	if n == end {
		return
	}
	for _, u := range l.users[n.out[0]] {
		l.markBetween(u, end)
	}
}
