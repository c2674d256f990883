"""The graph stage: a city's clean tables as linked data, and the vocabulary that it is said in."""

from keikaku.graph.csvw import OtherTable, csvw_descriptions, csvw_files
from keikaku.graph.dump import write_compressed, write_vocabulary_dump
from keikaku.graph.nodes import nodes
from keikaku.graph.terms import Node, Pair
from keikaku.graph.vocabulary import write_vocabulary
from keikaku.graph.vocabulary_documents import write_frames, write_vocabulary_documents
from keikaku.graph.write import JSONLD, NTRIPLES, TURTLE, GraphCounts, stream, write_documents, write_graph

__all__ = [
    "JSONLD",
    "NTRIPLES",
    "TURTLE",
    "GraphCounts",
    "Node",
    "OtherTable",
    "Pair",
    "csvw_descriptions",
    "csvw_files",
    "nodes",
    "stream",
    "write_compressed",
    "write_documents",
    "write_frames",
    "write_graph",
    "write_vocabulary",
    "write_vocabulary_documents",
    "write_vocabulary_dump",
]
