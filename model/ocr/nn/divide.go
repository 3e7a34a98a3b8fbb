package nn

import "truename/model/ocr/nn/netfile"

// divide cuts the work of a step into tiles: large enough to be worth a call
// and to use a panel of weights many times, small enough to stay in the cache,
// to share among processors and to stop soon.
func (m *planner) divide(s *step, out *picture) {
	const inCache = 1 << 15 // values: 128 KB
	in := m.pictures[s.In[0]]
	pixels := out.h * out.w
	need := 0
	switch s.Kind {
	case netfile.Conv:
		s.n, s.unit = pixels, max(inCache/(s.Cin*s.Sw*s.Sh)&^7, 8)
		need = m.net.k.rows * s.Kh * s.Kw * s.Cin
		if s.before != nil {
			s.n, s.unit = out.h, max(inCache/(in.w*in.stride), 1)
			need = s.unit*in.w*in.stride + slack
		}
	case netfile.Deconv:
		s.n, s.unit = in.h, max(inCache/(in.w*in.stride), 1)
	case netfile.Gate, netfile.Norm, netfile.Softmax:
		s.n, s.unit = in.h*in.w, max(inCache/in.stride, 1)
	case netfile.Mean:
		s.n, s.unit = in.h*in.w, in.h*in.w
	case netfile.Attention:
		s.n, s.unit = s.Mid, 1
		need = (s.Cout/s.Mid + 1) * m.net.k.round(in.h*in.w)
	default:
		s.n, s.unit = out.h, max(inCache/(out.w*out.stride), 1)
	}
	m.scratch = max(m.scratch, need)
}
