package command

import (
	"io"

	"truename/model"
	"truename/model/plainfile"
	"truename/model/workday"
)

// Calendar is the calendar of working days with the file that the
// configuration names; without one, the notices alone. A file with a mistake is
// refused, with its line: a day that is counted wrongly would be promised to
// somebody. The code of an error is CodeUnreadable, or CodeUsage for a file
// that can be read.
func (c *Common) Calendar() (workday.Calendar, error) {
	conf, err := c.Configuration()
	if err != nil || conf.Calendar == "" {
		return workday.Calendar{}, err
	}
	text, err := readCalendar(conf.Calendar)
	if err != nil {
		err = plainfile.WithoutPath(err)
		return workday.Calendar{}, &spoken{"The calendar that the configuration names cannot be read: " + err.Error() + ".", model.Fail(model.CodeUnreadable, err)}
	}
	days, err := workday.Parse(text)
	if err != nil {
		return workday.Calendar{}, &spoken{"The calendar that the configuration names is not in order: " + err.Error() + ".", model.Fail(model.CodeUsage, err)}
	}
	return days, nil
}

// readCalendar reads the file at path, and of a longer one as much as shows
// that it is too long.
func readCalendar(path string) ([]byte, error) {
	f, _, err := plainfile.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, workday.MaxBytes+1))
}
