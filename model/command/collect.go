package command

import (
	"context"
	"flag"
	"slices"
	"time"

	"truename/model"
	"truename/model/device"
	"truename/model/store"
)

const collectHelp = `Asks the sources of hot topics that the configuration names, keeps their lists in
the store for ten days, and prints one JSON line {"id","at","rows","left","fault"}
for each: left are rows that were left out, fault is why it gave nothing. At the end
{"topics","answered","sources","machine"}.
With -to, the topics are written to FILE, signed by this machine's key, for others
that ask no source themselves: [collection] in their configuration, with key set to
machine. The file is replaced in one step. Let the system's timer call this.
The exit code is 1 if no source gave a list.`

func collectFlags(f *flag.FlagSet, k *call) {
	f.StringVar(&k.to, "to", "", "`FILE` to write the collection to")
}

// A collected is the last JSON line of collect.
type collected struct {
	Topics   int    `json:"topics"`
	Answered int    `json:"answered"`
	Sources  int    `json:"sources"`
	Machine  string `json:"machine"` // public key
}

func runCollect(ctx context.Context, k *call) error {
	conf, err := k.Configuration()
	if err != nil {
		return err
	}
	return k.open(func(st *store.Store) error {
		conf.Collection = device.Collection{} // a machine that collects for others may read one itself
		t := NewTopics(st, conf, false)
		if len(t.sources) == 0 {
			return misused("The configuration names no source of hot topics.")
		}
		b, err := t.Refresh(ctx, nil)
		if err != nil {
			return err
		}
		for _, s := range b.Sources {
			line := struct {
				ID    string            `json:"id"`
				At    time.Time         `json:"at,omitzero"`
				Rows  int               `json:"rows"`
				Left  int               `json:"left"`
				Fault model.SourceFault `json:"fault,omitempty"`
			}{s.ID, s.At, s.Rows, s.Left, s.Fault}
			if err := k.print(line); err != nil {
				return err
			}
		}
		out := collected{Topics: len(b.Topics), Answered: b.Answered(), Sources: len(b.Sources), Machine: st.MachineKey()}
		if err := k.print(out); err != nil {
			return err
		}
		if out.Answered == 0 {
			return &spoken{"No source of hot topics gave a list.", errTold}
		}
		return writeCollection(st, b, k.to)
	})
}

// collectedEntries is how many titles of a topic a collection has.
const collectedEntries = 8

func writeCollection(st *store.Store, b model.Board, path string) error {
	if path == "" {
		return nil
	}
	b.Topics = slices.Clone(b.Topics)
	for i := range b.Topics {
		t := &b.Topics[i]
		t.Entries = t.Entries[:min(collectedEntries, len(t.Entries))]
	}
	signed, err := st.Collect(b)
	if err != nil {
		return err
	}
	return device.ReplaceFile(path, signed)
}
