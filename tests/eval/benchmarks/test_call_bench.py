from assistant.settings import Settings
from assistant.wiring import open_knowledge
from eval.benchmarks.call_bench import classifiers, known_documents, read_city
from eval.data.question_set import read_documents
from retrieval.embedder import HashedEmbedder


def test_the_city_and_its_documents_are_what_calls_are_judged_by(settings: Settings, write_rows) -> None:
    knowledge = open_knowledge(settings, settings.home, HashedEmbedder())
    rows = [{"docid": "rules", "title": "居住证补领办法", "text": "居住证丢失的，可以补领。"}]
    with knowledge.store:
        knowledge.desk.add_documents(list(read_documents(write_rows("d.jsonl", rows)).items))
        city, documents = read_city(settings, knowledge), known_documents(knowledge)
        assert len(city.categories) > 20 and all(label.count("/") == 2 for label in city.categories)
        assert len(city.departments) > 5 and len(city.places) > 5
        assert "居住证" in city.terms and "补领" not in city.terms  # of titles only words of some length
        assert documents.names == {"rules": "rules"}
        assert documents.text("rules") == "居住证丢失的，可以补领。"
        knowledge.desk.remove("rules")
        assert known_documents(knowledge).names == {}
        assert known_documents(knowledge).text("rules") is None


def test_the_simpler_classifiers_know_the_same_examples(settings: Settings) -> None:
    (majority, commonest), (linear, tfidf) = classifiers(settings)
    assert (majority, linear) == ("majority", "tfidf_linear")
    assert len(commonest.rank("自来水", 3)) == 3
    assert tfidf.rank("家里停水了，自来水什么时候来", 1)[0] != tfidf.rank("老板拖欠工资不给", 1)[0]
