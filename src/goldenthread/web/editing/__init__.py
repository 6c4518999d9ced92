"""One way for every form: errors in sentences, nothing typed is lost, two editors are told of each other."""
