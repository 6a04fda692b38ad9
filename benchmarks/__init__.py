"""How fast is Manchette, on how many articles, compared with stock Whoosh in the same run?"""
