package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"truename/model"
)

// line reads one line of standard input, at most 4 KiB.
func (k *call) line() (string, error) {
	text, err := bufio.NewReader(io.LimitReader(k.Stdin, 4<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(text, "\r\n"), nil
}

type progress struct {
	Reference string        `json:"reference"`
	Status    model.Status  `json:"status"`
	Revision  int           `json:"revision"`
	Due       string        `json:"due"`
	Timeline  []model.Event `json:"timeline"`
}

func runStatus(ctx context.Context, k *call) error {
	reference, err := k.line()
	if err != nil {
		return err
	}
	p, err := k.st.Progress(ctx, reference)
	if err != nil {
		return k.refuse(err)
	}
	return k.print(progress{p.Reference, p.Head.Status, p.Head.Revision, p.Head.Due.String(), p.Timeline})
}

func runList(ctx context.Context, k *call) error {
	status := model.Status(k.args[0])
	if status != "" && !slices.Contains(model.Statuses, status) {
		return errUsage
	}
	after := ""
	for {
		heads, next, err := k.st.List(ctx, status, after, 200)
		if err != nil {
			return err
		}
		for _, h := range heads {
			if err := k.print(h); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		after = next
	}
}

// errFaults makes the exit code 1.
var errFaults = errors.New("the store is not whole: see the list")

func runVerify(ctx context.Context, k *call) error {
	faults, err := k.st.Verify(ctx, nil)
	if err != nil {
		return err
	}
	for _, f := range faults {
		if err := k.print(f); err != nil {
			return err
		}
	}
	if err := k.print(map[string]int{"faults": len(faults)}); err != nil || len(faults) == 0 {
		return err
	}
	return errFaults
}

func runRebuild(ctx context.Context, k *call) error {
	cases := 0
	if err := k.st.Rebuild(ctx, func(_, total int) { cases = total }); err != nil {
		return err
	}
	return k.print(map[string]int{"files": cases})
}

func runKey(ctx context.Context, k *call) error {
	switch {
	case len(k.args) == 1 && k.args[0] == "list":
		for _, key := range k.st.Keys() {
			if err := k.print(key); err != nil {
				return err
			}
		}
		return nil
	case len(k.args) == 2 && k.args[0] == "export":
		return exportKey(ctx, k)
	}
	return errUsage
}

func exportKey(ctx context.Context, k *call) error {
	pass, err := k.line()
	if err != nil {
		return err
	}
	if err := k.st.Unlock(ctx, []byte(pass)); err != nil {
		return err
	}
	defer k.st.Lock()
	secret, err := k.st.ExportMonth(ctx, k.args[1])
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(k.Stdout, secret)
	return err
}
