package model

// A Duplicate is another case that has something in common with the one that
// is on the desk. It is a fact and no judgement: somebody may have started
// again, or have a new card.
type Duplicate struct {
	Head   Head // of the other case
	Number bool // the same number
	Front  bool // the very same photograph of the portrait side
	Back   bool // the very same photograph of the emblem side
	Near   bool // the photographs of the portrait side look like copies of one picture
}
