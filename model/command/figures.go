package command

import (
	"context"
	"flag"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/store"
)

const figuresHelp = `Prints how the desk did in a period, and what waits now, as one JSON object:
  {"from","until","arrived","decided":{"approve","return","refuse","withdraw"},"late",
   "took":{"decisions","median_days","p90_days","median_hours","p90_hours"},
   "first_pass":{"approved","ended","share"},
   "waiting":{"cases","overdue","ages":[{"days","cases"}]},
   "days":[{"day","arrived","decided"}]}
Days are days in China, and the period is the last 30 of them if nothing is said;
what waits is as of today. took is the time from the arrival of a revision to the
desk's decision on it: half, and nine in ten, took no longer. median_days, p90_days
and days of ages are working days. late counts decisions after the last day that was
promised. first_pass is about bindings: approved as they first came, of all that
ended. Cases that were erased are not counted.
With -csv it is a table for a spreadsheet, one number a line: figure,day,key,value.
Why cases were returned and refused lies sealed: with -reasons, a reviewer's
passphrase is read from standard input, and "reasons":{code:n} is printed too.
Nothing of it is about a person or names a case.`

func figuresFlags(f *flag.FlagSet, k *call) {
	f.StringVar(&k.from, "from", "", "first `DAY`, such as 2026-11-01 (default: 29 days before the last)")
	f.StringVar(&k.until, "until", "", "last `DAY`, itself counted (default: today)")
	f.BoolVar(&k.csv, "csv", false, "a table for a spreadsheet")
	f.BoolVar(&k.reasons, "reasons", false, "count the reasons too; reads a passphrase")
}

// usualPeriod is how many days figures are about if nothing is said.
const usualPeriod = 30

func runFigures(ctx context.Context, k *call) error {
	from, until, err := k.period(idcard.Today(time.Now()))
	if err != nil {
		return err
	}
	var pass []byte
	if k.reasons {
		if pass, err = k.secret(); err != nil {
			return err
		}
		defer clear(pass)
	}
	return k.with(func(st *store.Store) error {
		f, err := st.Figures(ctx, from, until)
		if err == nil && pass != nil {
			f.Reasons, err = reasonsOf(ctx, st, f, pass)
		}
		switch {
		case model.CodeOf(err) == model.CodeUsage:
			return misused("A period is from a day to the same or a later one, at most ten years.")
		case err != nil:
			return err
		case k.csv:
			_, err := k.Stdout.Write(f.CSV())
			return err
		}
		return k.print(f)
	})
}

// reasonsOf opens the desk to count the reasons in the period of f.
func reasonsOf(ctx context.Context, st *store.Store, f model.Figures, pass []byte) (map[string]int, error) {
	if err := st.Unlock(ctx, pass); err != nil {
		return nil, err
	}
	defer st.Lock()
	return st.Reasons(ctx, f.From, f.Until)
}

// period is what -from and -until ask for.
func (k *call) period(today idcard.Date) (from, until idcard.Date, err error) {
	until = today
	if k.until != "" {
		if until, err = dayOf(k.until); err != nil {
			return from, until, err
		}
	}
	from = until.AddDays(1 - usualPeriod)
	if k.from != "" {
		from, err = dayOf(k.from)
	}
	return from, until, err
}

// dayOf reads a day of the command line.
func dayOf(text string) (idcard.Date, error) {
	d, ok := idcard.ParseDate(text)
	if !ok {
		return d, misused("A day is written like 2026-11-23.")
	}
	return d, nil
}
