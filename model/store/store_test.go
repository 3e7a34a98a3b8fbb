package store_test

import (
	"testing"

	"truename/model/store"
	"truename/model/store/storetest"
)

func TestStore(t *testing.T) { storetest.Run(t, store.Open) }
