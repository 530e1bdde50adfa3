// Package lives is a test and nothing else: random lives of a team, three weeks each,
// through the whole bot on a platform in memory. What people do is held against a plain
// model of what the product promises, which asks none of the product's own rules.
//
// Reading begins with the sentences in sentences_test.go. A life that breaks one is made
// as short as it can be and printed as a script.
package lives
