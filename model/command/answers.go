package command

import (
	"log/slog"
	"sync"

	"truename/assets"
	"truename/model"
	"truename/model/help"
)

// mostAnswers is how many questions a search finds at most: more than anyone
// looks through.
const mostAnswers = 50

// Answers are what finds questions and what gives the guide, with the questions
// in an operator's folder over those that come with the program; "" is no folder.
// A file of it with a mistake is said in the log, and the bundled one is used:
// it keeps nobody from an answer.
func Answers(folder string) (find func(lang, query, page string) ([]model.Question, error), guide func(lang string) (model.Guide, error)) {
	own := sync.OnceValue(func() help.Own {
		if folder == "" {
			return nil
		}
		own, err := help.ReadOwn(folder)
		if err != nil {
			slog.Error("the questions of the configuration cannot be used", "error", err)
		}
		return own
	})
	go own() // said at the start, and nobody waits for it
	find = func(lang, query, page string) ([]model.Question, error) {
		h, err := own().Load(assets.Text, lang)
		return h.Search(query, page, mostAnswers), err
	}
	return find, func(lang string) (model.Guide, error) {
		h, err := own().Load(assets.Text, lang)
		return h.Guide, err
	}
}
