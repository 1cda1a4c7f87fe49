package importer

type zipFile struct{}
