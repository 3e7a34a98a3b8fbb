package oracle
import ("testing";"context";"fmt";"math")
func TestZ(t *testing.T){ p:=pairs["det 320x512"]; in:=p.inputs()["strokes"]; run,want:=p.theirs(t,in,1); run(); got,_:=p.ours(t).Run(context.Background(),in,p.h,p.w,1)
 n:=[5]int{}; sw,sg:=0,0
 for i:=range want{ d:=math.Abs(float64(want[i]-got.Data[i])); for j,th:=range []float64{.01,.1,.3,.5,.9}{ if d>th {n[j]++; if j==4&&n[j]<10{fmt.Println(i%512,i/512,want[i],got.Data[i])}}}; if want[i]>.5{sw++}; if got.Data[i]>.5{sg++}}
 fmt.Println(n,len(want),sw,sg)}
