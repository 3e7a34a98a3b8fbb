//go:build unix && !darwin

package speech

func find() *Speaker { return espeak() }
