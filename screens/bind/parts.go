package bind

import (
	"context"
	"image"
	"time"

	"truename/model"
	"truename/screens/kit"

	"github.com/google/uuid"
)

// Drafts keeps the one draft of this account. Calls never overlap.
type Drafts interface {
	// Draft is the kept draft; ok is false if there is none.
	Draft(ctx context.Context) (d model.Draft, ok bool, err error)
	SaveDraft(ctx context.Context, d model.Draft) error
	// DropDraft forgets the draft; having none is no error.
	DropDraft(ctx context.Context) error
}

// A Picture is a photograph that was read and may be shown. It never changes,
// so jobs and the window may use it at the same time.
type Picture interface {
	// Preview is the picture to show, long side at most about 1600 pixels.
	Preview() image.Image
	// Turn is the picture turned clockwise by quarters of a circle.
	Turn(quarters int) Picture
	// Inspect finds the card, checks the photograph as that of a side, and reads
	// it. w hears of everything as it comes. After ctx is done the results are
	// not used.
	Inspect(ctx context.Context, side model.Side, w Watch) (model.Report, model.Reading)
	// Photo is the picture as it is kept, without the report.
	Photo(ctx context.Context) (model.Photo, error)
}

// A Watch hears of what Inspect finds, on the goroutine of Inspect. Neither
// function is nil, and neither waits.
type Watch struct {
	Card    func(quad [4][2]float64) // where the card is, as in model.Report: told before anything is measured on it
	Finding func(model.Finding)      // each one as soon as it is known; FindingCard comes first
}

// A Film is a camera in use: until it is closed its light is on.
type Film interface {
	// Next waits for a frame that was taken after the last one it gave; it never
	// changes.
	Next(ctx context.Context) (image.Image, error)
	Close() error
}

// A Judge judges one frame after the other, each with the time it was taken;
// frames may be left out. It is called on one goroutine.
type Judge = func(ctx context.Context, frame image.Image, at time.Time) (model.Sign, error)

// Gear is what a machine has for photographs besides files; its functions are
// called in jobs, but for Live. The zero value is a desktop without a camera.
type Gear struct {
	// Cameras lists the cameras, Film opens one, Shrink makes a frame at most long
	// pixels wide or high, without room between its rows, Develop makes the whole
	// frame a photograph that was read, and Live judges what a camera sees for that
	// of a side. Cameras nil: there is none, here or at all; Live nil: photographs
	// are taken by hand.
	Cameras func(ctx context.Context) ([]model.Camera, error)
	Film    func(ctx context.Context, id string) (Film, error)
	Shrink  func(frame image.Image, long int) *image.RGBA
	Develop func(frame image.Image) (Picture, error)
	Live    func(side model.Side) Judge
	// Medium lists the pictures on the medium that a person has put into a kiosk,
	// MediumOpen reads one, with guards, and MediumThumb shows one, long side at
	// most max pixels. Medium nil: media are not taken here.
	Medium      func(ctx context.Context) (model.Shelf, error)
	MediumOpen  func(ctx context.Context, path string) (Picture, error)
	MediumThumb func(ctx context.Context, path string, max int) (image.Image, error)
	// Limit is how long a kiosk waits without a touch before it clears
	// everything; 0: nothing is said about it.
	Limit time.Duration
}

// Parts is what the screen needs from the rest of the program. All functions
// but Saved, Clipboard and Office are called in jobs.
type Parts struct {
	Gear

	Drafts Drafts
	// Submit seals and stores d; language is the person's, zh or en. The same
	// draft again gives the same receipt.
	Submit func(ctx context.Context, d model.Draft, language string) (model.Receipt, error)
	// NewDraft is an empty draft of a new case.
	NewDraft func() (model.Draft, error)
	// Open reads a picture file, with guards.
	Open func(ctx context.Context, path string) (Picture, error)
	// Thumb decodes a stored photograph, long side at most max pixels.
	Thumb func(jpeg []byte, max int) (image.Image, error)
	// Strip cuts a place on the straightened card out of a stored photograph,
	// by the corners in its report, height pixels high. nil: nothing can be cut
	// out, and no strips are shown.
	Strip func(ctx context.Context, p model.Photo, place model.Place, height int) (image.Image, error)
	// Verify compares a name with what stands on a stored photograph of the
	// portrait side. nil: nothing can, and names are compared with what was read.
	Verify func(ctx context.Context, p model.Photo, name string) (model.Match, error)
	// Paste reads the picture on the clipboard; text is what stands there as
	// text, which may name a file. ErrNoPicture if there is none.
	Paste func(ctx context.Context, text string) (Picture, error)
	// Clipboard is the text on the clipboard. It is called on the UI goroutine.
	Clipboard func() string
	// Slip draws, saves and prints the receipt.
	Slip kit.SlipParts
	// Office is who runs this, and how to reach them; "" if nobody said.
	Office func(lang string) string
	// Own is this account's copy of what was submitted for a case.
	Own func(ctx context.Context, caseID uuid.UUID) (model.Draft, error)
	// Reasons is why a case was returned, and the note for the person.
	Reasons func(ctx context.Context, caseID uuid.UUID) (reasons []model.Reason, note string, err error)
	// Saved is told, on the UI goroutine, "saving", "saved" or "failed".
	Saved func(state string)
}
