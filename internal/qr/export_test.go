package qr

// Hostile gives the comparison from outside the package its hostile pictures.
var Hostile = hostile
