// sumdb checks our vectors with golang.org/x/mod/sumdb
//
//	sumdb FOLDER [NEW]
//
// FOLDER holds the vectors.  note and tlog know nothing of Placet; the
// verifier of cosignatures is written here after C2SP tlog-cosignature.  With
// NEW it also signs checkpoints of its own, cosigns them, proves leaves of a
// tree of its own, and writes that to files of the same names in NEW, for
// libplacet to read.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type vector struct {
	Desc, Error, Vkey, Note, Text, Base64, Origin, Message string
	Size, Index, Time, Size1, Size2, Leaf, Root            string
	Root1, Root2, Name, Level, Width, Receipt, Signature   string
	Path                                                   any
	Leaves, Hashes, Roots                                  []string
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "sumdb: "+format+"\n", args...)
	os.Exit(1)
}

func must(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

func load(folder, theme string) map[string][]vector {
	data, err := os.ReadFile(filepath.Join(folder, theme+".json"))
	must(err, theme)
	var all map[string]json.RawMessage
	must(json.Unmarshal(data, &all), theme)
	lists := map[string][]vector{}
	for name, raw := range all {
		if raw[0] != '[' {
			continue
		}
		var list []vector
		must(json.Unmarshal(raw, &list), theme+" "+name)
		lists[name] = list
	}
	return lists
}

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	must(err, "number")
	return n
}

func hash(s string) (h tlog.Hash) {
	data, err := hex.DecodeString(s)
	if err != nil || len(data) != len(h) {
		fail("no hash: %q", s)
	}
	copy(h[:], data)
	return h
}

func path(v any) (all []tlog.Hash) {
	for _, s := range v.([]any) {
		all = append(all, hash(s.(string)))
	}
	return all
}

// --- notes -------------------------------------------------------------------

// Does sumdb open the note with this key, and read a checkpoint in it?
func open(text []byte, vkey string) error {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	_, err = note.Open(text, note.VerifierList(v))
	return err
}

func checkNotes(folder string) {
	lists := load(folder, "note")
	for _, c := range lists["vkey"] {
		_, err := note.NewVerifier(c.Vkey)
		must(err, c.Desc)
	}
	for _, c := range lists["refuse_vkey"] {
		// sumdb does not look at the case of hexadecimal digits.
		if _, err := note.NewVerifier(c.Vkey); err == nil &&
			!strings.Contains(c.Desc, "upper case") {
			fail("%s: sumdb takes it", c.Desc)
		}
	}
	for _, c := range lists["checkpoint"] {
		must(open([]byte(c.Note), c.Vkey), c.Desc)
	}
	for _, c := range lists["refuse_checkpoint"] {
		text, err := base64.StdEncoding.DecodeString(c.Base64)
		must(err, c.Desc)
		// What is wrong with the text only is not for package note,
		// which also reads no more than one line by each key.
		if c.Error != "ESIG" && c.Error != "EKEY" ||
			strings.Contains(c.Desc, "second") {
			continue
		}
		if open(text, c.Vkey) == nil {
			fail("%s: sumdb takes it", c.Desc)
		}
	}
}

// --- cosignatures ------------------------------------------------------------

// A witness: what note.NewVerifier is for the keys of logs.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func cosigned(msg []byte, time uint64) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)),
		msg...)
}

func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(sig)
	return time > 0 && time < 1<<63 &&
		ed25519.Verify(w.key, cosigned(msg, time), sig[8:])
}

func keyHash(name string, key []byte) uint32 {
	h := sha256.Sum256(append([]byte(name+"\n"), key...))
	return binary.BigEndian.Uint32(h[:])
}

func newWitness(vkey string) (witness, error) {
	part := strings.SplitN(vkey, "+", 3)
	if len(part) != 3 {
		return witness{}, fmt.Errorf("no vkey")
	}
	key, err := base64.StdEncoding.DecodeString(part[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return witness{}, fmt.Errorf("no key of a witness")
	}
	w := witness{part[0], keyHash(part[0], key), key[1:]}
	if fmt.Sprintf("%08x", w.hash) != part[1] {
		return witness{}, fmt.Errorf("another id")
	}
	return w, nil
}

func checkCosignatures(folder string) {
	lists := load(folder, "cosignature")
	for _, c := range lists["vkey"] {
		_, err := newWitness(c.Vkey)
		must(err, c.Vkey)
	}
	for _, c := range lists["refuse_vkey"] {
		if _, err := newWitness(c.Vkey); err == nil {
			fail("%s: taken", c.Desc)
		}
	}
	for _, c := range lists["cosignature"] {
		w, err := newWitness(c.Vkey)
		must(err, c.Desc)
		n, err := note.Open([]byte(c.Note), note.VerifierList(w))
		must(err, c.Desc)
		want := cosigned([]byte(n.Text), uint64(number(c.Time)))
		if string(want) != c.Message {
			fail("%s: another message", c.Desc)
		}
	}
	for _, c := range lists["refuse_cosignature"] {
		w, err := newWitness(c.Vkey)
		must(err, c.Desc)
		_, err = note.Open([]byte(c.Note), note.VerifierList(w))
		if err == nil && !strings.Contains(c.Desc, "good") {
			fail("%s: sumdb takes it", c.Desc)
		}
	}
}

// --- the tree ----------------------------------------------------------------

func checkTree(folder string) {
	lists := load(folder, "merkle")
	var store []tlog.Hash
	reader := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		var all []tlog.Hash
		for _, i := range at {
			all = append(all, store[i])
		}
		return all, nil
	})
	tree := lists["tree"][0]
	for i, text := range tree.Leaves {
		data, err := hex.DecodeString(text)
		must(err, "leaf")
		more, err := tlog.StoredHashes(int64(i), data, reader)
		must(err, "stored")
		store = append(store, more...)
		root, err := tlog.TreeHash(int64(i+1), reader)
		must(err, "root")
		if root != hash(tree.Roots[i]) {
			fail("root of %d leaves", i+1)
		}
	}
	judge := func(list []vector, check func(c vector) error) {
		for _, c := range list {
			if err := check(c); (err == nil) != (c.Error == "") {
				fail("%s: %v", c.Desc, err)
			}
		}
	}
	inclusion := func(c vector) error {
		return tlog.CheckRecord(path(c.Path), number(c.Size),
			hash(c.Root), number(c.Index), hash(c.Leaf))
	}
	judge(lists["inclusion"], inclusion)
	judge(lists["refuse_inclusion"], inclusion)
	consistency := func(c vector) error {
		return tlog.CheckTree(path(c.Path), number(c.Size2),
			hash(c.Root2), number(c.Size1), hash(c.Root1))
	}
	judge(lists["consistency"], consistency)
	judge(lists["refuse_consistency"], consistency)
}

func checkTiles(folder string) {
	for _, c := range load(folder, "tile")["path"] {
		// sumdb has the height in the path, and data for entries.
		name := strings.Replace(c.Path.(string), "entries/", "data/", 1)
		t, err := tlog.ParseTilePath("tile/8/" + name)
		must(err, name)
		level := strconv.Itoa(t.L)
		if t.L == -1 {
			level = "entries"
		}
		if level != c.Level || t.N != number(c.Index) ||
			int64(t.W) != number(c.Width) {
			fail("%s: %+v", name, t)
		}
	}
}

// --- what sumdb signs ----------------------------------------------------------

type object map[string]any

func write(folder, theme string, lists object) {
	data, err := json.Marshal(lists)
	must(err, theme)
	must(os.WriteFile(filepath.Join(folder, theme+".json"), data, 0o644),
		theme)
}

func signNew(folder string) {
	const name = "sumdb.example.org/p/1"
	skey, vkey, err := note.GenerateKey(nil, name)
	must(err, "key")
	signer, err := note.NewSigner(skey)
	must(err, "signer")
	pub, priv, err := ed25519.GenerateKey(nil)
	must(err, "witness")
	key := append([]byte{4}, pub...)
	id := keyHash("w.example.net", key)
	wkey := fmt.Sprintf("w.example.net+%08x+%s", id,
		base64.StdEncoding.EncodeToString(key))
	var notes, seen []object
	for size := 1; size <= 20; size++ {
		root := sha256.Sum256([]byte{byte(size)})
		text := fmt.Sprintf("%s\n%d\n%s\n", name, size,
			base64.StdEncoding.EncodeToString(root[:]))
		data, err := note.Sign(&note.Note{Text: text}, signer)
		must(err, "sign")
		notes = append(notes, object{"vkey": vkey, "origin": name,
			"size": strconv.Itoa(size), "root": fmt.Sprintf("%x", root),
			"text": text, "note": string(data)})
		time := uint64(1790001600 + size)
		msg := cosigned([]byte(text), time)
		sig := ed25519.Sign(priv, msg)
		line := binary.BigEndian.AppendUint32(nil, id)
		line = binary.BigEndian.AppendUint64(line, time)
		line = append(line, sig...)
		seen = append(seen, object{"vkey": wkey,
			"note": string(data) + "— w.example.net " +
				base64.StdEncoding.EncodeToString(line) + "\n",
			"time":      strconv.FormatUint(time, 10),
			"message":   string(msg),
			"signature": hex.EncodeToString(sig)})
	}
	write(folder, "note", object{"checkpoint": notes})
	write(folder, "cosignature", object{"cosignature": seen})
}

func main() {
	if len(os.Args) < 2 {
		fail("usage: sumdb FOLDER [NEW]")
	}
	checkNotes(os.Args[1])
	checkCosignatures(os.Args[1])
	checkTree(os.Args[1])
	checkTiles(os.Args[1])
	if len(os.Args) > 2 {
		signNew(os.Args[2])
	}
	fmt.Println("sumdb agrees")
}
