package platform

// AttachConsole makes the program's standard streams those of the console it
// was started from. On Windows a program with a window has none of its own;
// everywhere else they are there already. Call it first of all. Streams that
// were redirected to a file or a pipe stay as they are.
func AttachConsole() { attachConsole() }
