package folder_test

import "errors"

func makePipe(string) error { return errors.New("no pipes in directories on Windows") }
